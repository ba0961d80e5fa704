//! Starting and stopping the server.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::UnixTime;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::broker::Broker;
use crate::http::{self, Guard, Origin, PatchFolder};
use crate::listen::{self, Tasks};
use crate::tls::{self, CertificateError};

/// What to serve, and where.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address or host name to listen on.
    pub host: String,
    /// The port for `http` and `ws`; 0 is any that is free.
    pub port: u16,
    /// How to serve `https` and `wss`, or not to.
    pub tls: Option<TlsConfig>,
    /// The folder of the built page, which has an `index.html`. Without one, a person who asks for
    /// the page is told so.
    pub page: Option<PathBuf>,
    /// The folder of patches; created if there is none.
    pub patches: PathBuf,
    /// The origins of further pages that may use the server.
    pub allowed_origins: Vec<Origin>,
}

/// How to serve over TLS.
#[derive(Debug, Clone)]
pub struct TlsConfig {
    /// The port for `https` and `wss`; 0 is any that is free.
    pub port: u16,
    /// The folder of `certificate.pem` and `key.pem`; they are made if there are none.
    pub certificate: PathBuf,
}

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// Another program listens on the port.
    #[error("port {port} of {host} is in use; choose another with {flag} <port>")]
    PortInUse {
        /// The host that was asked for.
        host: String,
        /// The port that was asked for.
        port: u16,
        /// The command line's flag that changes it.
        flag: &'static str,
    },
    /// The port needs rights that the program does not have.
    #[error("port {port} of {host} may not be used; choose one above 1023 with {flag} <port>")]
    PortNotPermitted {
        /// The host that was asked for.
        host: String,
        /// The port that was asked for.
        port: u16,
        /// The command line's flag that changes it.
        flag: &'static str,
    },
    /// The host is not an address of this machine, or no host at all.
    #[error("cannot listen on {host}: {source}; give an address of this machine with --host")]
    Host {
        /// The host that was asked for.
        host: String,
        /// What the system said.
        source: io::Error,
    },
    /// The folder of the page has no page in it.
    #[error("there is no built page in {} (it has no index.html); give another folder with --web", .0.display())]
    Page(PathBuf),
    /// The folder of patches can be neither opened nor created.
    #[error("the folder of patches {} cannot be used: {source}; give another with --patches", path.display())]
    Patches {
        /// The folder that was asked for.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no certificate to serve `https` and `wss` with.
    #[error("{0}; give another folder with --certificate, or start with --no-tls")]
    Certificate(#[from] CertificateError),
}

/// Starts the server. It runs until [`Server::shutdown`], or until the [`Server`] is dropped.
///
/// A port is taken again at once after the server that had it was shut down.
pub async fn serve(config: Config) -> Result<Server, ServeError> {
    if let Some(page) = &config.page
        && !page.join("index.html").is_file()
    {
        return Err(ServeError::Page(page.clone()));
    }
    let listener = bind(&config.host, config.port, "--port").await?;
    let addr = local_addr(&listener, &config.host)?;
    let tls = match &config.tls {
        Some(tls) => {
            let listener = bind(&config.host, tls.port, "--tls-port").await?;
            let certificate = tls::configure(&tls.certificate, &config.host, UnixTime::now())?;
            let addr = local_addr(&listener, &config.host)?;
            Some((listener, addr, TlsAcceptor::from(Arc::new(certificate))))
        }
        None => None,
    };
    let patches = PatchFolder::open(&config.patches).map_err(|source| ServeError::Patches {
        path: config.patches.clone(),
        source,
    })?;

    let tasks = Tasks::default();
    let broker = Arc::new(Broker::new(tasks.stop_token().clone()));
    let server = Server {
        addr,
        tls_addr: tls.as_ref().map(|(_, addr, _)| *addr),
        certificate: config
            .tls
            .map(|tls| tls.certificate.join(tls::CERTIFICATE_FILE)),
        patches: patches.path().to_owned(),
        tasks: tasks.clone(),
    };
    let guard = Guard::new(config.allowed_origins, &config.host);
    let app = http::app(
        config.page,
        patches,
        Arc::clone(&broker),
        guard,
        tasks.clone(),
    );
    tasks.spawn(async move { broker.run().await });
    if let Some((listener, _, acceptor)) = tls {
        let accept = listen::accept_all(listener, Some(acceptor), app.clone(), tasks.clone());
        tasks.spawn(accept);
    }
    tasks.spawn(listen::accept_all(listener, None, app, tasks.clone()));
    Ok(server)
}

/// A server that runs.
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    tls_addr: Option<SocketAddr>,
    certificate: Option<PathBuf>,
    patches: PathBuf,
    tasks: Tasks,
}

impl Server {
    /// Returns the address that `http` and `ws` are served on.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Returns the address that `https` and `wss` are served on, if they are.
    pub fn tls_addr(&self) -> Option<SocketAddr> {
        self.tls_addr
    }

    /// Returns the file of the certificate (PEM) that `https` and `wss` are served with.
    pub fn certificate(&self) -> Option<&Path> {
        self.certificate.as_deref()
    }

    /// Returns the folder of patches.
    pub fn patches(&self) -> &Path {
        &self.patches
    }

    /// Stops everything: connections are told so and have half a second to finish. No socket is
    /// open when this returns, and the broker's state is gone.
    pub async fn shutdown(self) {
        self.tasks.end(SHUTDOWN_GRACE).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.tasks.kill();
    }
}

/// Listens on the port. (On Unix, tokio sets `SO_REUSEADDR`, so connections that a former server
/// had closed do not hold the port; elsewhere they do not anyway.)
async fn bind(host: &str, port: u16, flag: &'static str) -> Result<TcpListener, ServeError> {
    TcpListener::bind((host, port))
        .await
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => ServeError::PortInUse {
                host: host.to_owned(),
                port,
                flag,
            },
            io::ErrorKind::PermissionDenied => ServeError::PortNotPermitted {
                host: host.to_owned(),
                port,
                flag,
            },
            _ => ServeError::Host {
                host: host.to_owned(),
                source,
            },
        })
}

fn local_addr(listener: &TcpListener, host: &str) -> Result<SocketAddr, ServeError> {
    listener.local_addr().map_err(|source| ServeError::Host {
        host: host.to_owned(),
        source,
    })
}

const SHUTDOWN_GRACE: Duration = Duration::from_millis(500);

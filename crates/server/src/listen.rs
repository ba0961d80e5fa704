//! Listening sockets, their connections, and how both end.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;
use tower_service::Service;
use tracing::{debug, error};

/// The two ends of the connection that a request came by; an extension of every request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Connection {
    pub(crate) peer: SocketAddr,
    pub(crate) local: SocketAddr,
}

/// All that runs for one server, and the two ways to end it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tasks {
    tracker: TaskTracker,
    /// Take nothing new, and finish.
    stop: CancellationToken,
    /// Drop everything.
    kill: CancellationToken,
}

impl Tasks {
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let tasks = self.clone();
        self.tracker
            .spawn(async move { tasks.run_until_killed(task).await });
    }

    pub(crate) async fn run_until_killed(&self, task: impl Future<Output = ()>) {
        if self.kill.run_until_cancelled(task).await.is_none() {
            debug!("a connection was cut because the server has stopped");
        }
    }

    /// Counts as a running task until it is dropped.
    pub(crate) fn token(&self) -> TaskTrackerToken {
        self.tracker.token()
    }

    /// Is cancelled when everything is to finish.
    pub(crate) fn stop_token(&self) -> &CancellationToken {
        &self.stop
    }

    /// Drops everything at once, without waiting for it to be gone.
    pub(crate) fn kill(&self) {
        self.stop.cancel();
        self.kill.cancel();
    }

    /// Ends everything: gives it `grace` to finish, then drops the rest. Nothing runs and no
    /// socket is open when this returns.
    pub(crate) async fn end(&self, grace: Duration) {
        self.stop.cancel();
        self.tracker.close();
        if tokio::time::timeout(grace, self.tracker.wait())
            .await
            .is_err()
        {
            self.kill.cancel();
            self.tracker.wait().await;
        }
    }
}

/// Serves every connection to `listener` with `app`, over TLS if `tls` is given.
pub(crate) async fn accept_all(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    app: Router,
    tasks: Tasks,
) {
    while let Some(accepted) = tasks.stop.run_until_cancelled(listener.accept()).await {
        match accepted {
            Ok((stream, peer)) => {
                let connection =
                    serve_stream(stream, peer, tls.clone(), app.clone(), tasks.clone());
                tasks.spawn(async move {
                    if let Err(error) = connection.await {
                        debug!("connection of {peer}: {error:#}");
                    }
                });
            }
            Err(error) if is_of_one_connection(&error) => debug!("accept: {error}"),
            // Out of file descriptors, most likely; they come back as connections end.
            Err(error) => {
                error!("cannot accept connections for now: {error}");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

async fn serve_stream(
    stream: TcpStream,
    peer: SocketAddr,
    tls: Option<TlsAcceptor>,
    app: Router,
    tasks: Tasks,
) -> anyhow::Result<()> {
    // Most MQTT packets are small and each should leave at once.
    stream.set_nodelay(true)?;
    let connection = Connection {
        peer,
        local: stream.local_addr()?,
    };
    match tls {
        Some(tls) => {
            let stream = tokio::time::timeout(TLS_TIMEOUT, tls.accept(stream)).await??;
            serve_http(stream, connection, app, &tasks).await?;
        }
        None => serve_http(stream, connection, app, &tasks).await?,
    }
    Ok(())
}

async fn serve_http(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    connection: Connection,
    app: Router,
    tasks: &Tasks,
) -> hyper::Result<()> {
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(connection);
        app.clone().call(request)
    });
    let http = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(http);
    tokio::select! {
        result = &mut http => return result,
        () = tasks.stop.cancelled() => http.as_mut().graceful_shutdown(),
    }
    http.await
}

const TLS_TIMEOUT: Duration = Duration::from_secs(10);

const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

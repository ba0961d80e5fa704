//! A WebSocket, over TLS or not, that is read with a time-out.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use ropewalk_mqtt::Bytes;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tungstenite::client::IntoClientRequest;
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::{Error, Message, WebSocket};

use crate::control;

/// How long a socket may take to open.
const PATIENCE: Duration = Duration::from_secs(20);

/// Trusts the brokers of the tests and nobody else.
static TLS: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| {
    let pem = control::certificate();
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    Arc::new(config)
});

pub(crate) struct Socket {
    web: WebSocket<Box<dyn Stream>>,
    tcp: TcpStream,
}

/// What has come of reading.
#[derive(Debug)]
pub(crate) enum Arrived {
    Nothing,
    Bytes(Bytes),
    Closed { code: u16, reason: String },
}

trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

impl Socket {
    /// Opens one; without a sub-protocol where that is empty.
    pub(crate) fn open(url: &str, protocol: &str) -> Result<Self, Error> {
        let mut request = url.into_client_request()?;
        let uri = request.uri().clone();
        let (host, port) = (uri.host().unwrap(), uri.port_u16().unwrap());
        if !protocol.is_empty() {
            let headers = request.headers_mut();
            headers.insert("sec-websocket-protocol", protocol.parse().unwrap());
        }
        let tcp = TcpStream::connect((host, port))?;
        tcp.set_nodelay(true)?;
        tcp.set_read_timeout(Some(PATIENCE))?;
        let stream: Box<dyn Stream> = match uri.scheme_str() {
            Some("wss") => {
                let name = ServerName::try_from(host.to_owned()).unwrap();
                let connection = ClientConnection::new(Arc::clone(&TLS), name);
                let connection = connection.map_err(io::Error::other)?;
                Box::new(StreamOwned::new(connection, tcp.try_clone()?))
            }
            _ => Box::new(tcp.try_clone()?),
        };
        let opened = tungstenite::client(request, stream);
        let (web, _) = opened.map_err(|error| Error::Io(io::Error::other(error.to_string())))?;
        Ok(Self { web, tcp })
    }

    /// Sends a frame. That the socket is closed is told by reading.
    pub(crate) fn send(&mut self, bytes: Bytes) {
        let _ = self.web.send(Message::Binary(bytes));
    }

    /// Waits this long for something to arrive.
    pub(crate) fn read(&mut self, wait: Duration) -> Arrived {
        let wait = wait.max(Duration::from_millis(1));
        self.tcp.set_read_timeout(Some(wait)).unwrap();
        let closed = |code: u16, reason: &str| Arrived::Closed {
            code,
            reason: reason.to_owned(),
        };
        match self.web.read() {
            Ok(Message::Binary(bytes)) => Arrived::Bytes(bytes),
            Ok(Message::Close(Some(frame))) => closed(frame.code.into(), &frame.reason),
            Ok(Message::Close(None)) => closed(CloseCode::Status.into(), ""),
            Ok(_) => Arrived::Nothing,
            Err(Error::Io(error))
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
            {
                Arrived::Nothing
            }
            Err(_) => closed(CloseCode::Abnormal.into(), ""),
        }
    }

    pub(crate) fn close(mut self) {
        let _ = self.web.close(None);
        let _ = self.web.flush();
    }

    /// Ends what it is on, without a word of WebSocket's.
    pub(crate) fn cut(&self) {
        let _ = self.tcp.shutdown(std::net::Shutdown::Both);
    }
}

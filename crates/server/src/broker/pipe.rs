//! The byte stream that stands between the broker and a WebSocket.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use mqtt5::broker::transport::WebSocketTransport;
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf};

/// Returns the broker's end, which says that it comes from `peer`, and the client's end.
pub(super) fn pipe(peer: SocketAddr) -> (BrokerEnd, DuplexStream) {
    let (stream, client_end) = tokio::io::duplex(CAPACITY);
    (BrokerEnd { stream, peer }, client_end)
}

/// What the broker takes for a WebSocket.
pub(super) struct BrokerEnd {
    stream: DuplexStream,
    peer: SocketAddr,
}

impl WebSocketTransport for BrokerEnd {
    fn peer_addr(&self) -> mqtt5::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl AsyncRead for BrokerEnd {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for BrokerEnd {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// What one side may write before the other reads, in bytes, each way.
const CAPACITY: usize = 64 * 1024;

//! Carries bytes between a WebSocket and the broker, and mends on the way what `mqtt5` 0.49 does
//! to WebSocket clients when left alone:
//!
//! - It takes an empty binary frame for the end of the stream. Clients do send them (MQTT.js
//!   sends each field of a packet as a frame of its own, empty ones too); they are skipped.
//! - It ends the TCP connection without a close frame, which a browser reports as 1006, an
//!   abnormal closure. Here a close frame is sent and its answer awaited.
//! - It changes what it forwards, and sends 3.1.1 clients what only 5.0 knows; see
//!   [`PacketFilter`].
//! - It confuses the client's packet identifiers with its own; see [`packet_ids`](super::packet_ids).

use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use bytes::BytesMut;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use mqtt5::broker::client_handler::ClientHandler;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf};
use tokio_tungstenite::tungstenite;
use tokio_util::sync::CancellationToken;
use tracing::debug;

use super::packet_filter::PacketFilter;
use super::packet_ids::PacketIds;

/// Runs `handler`, whose transport is the other end of `pipe`, for the client behind `socket`.
///
/// A close frame says why the connection ends: 1001 once `stop` is cancelled, else 1000, or what
/// the client did wrong.
pub(super) async fn pump(
    socket: WebSocket,
    pipe: DuplexStream,
    handler: ClientHandler,
    stop: &CancellationToken,
) {
    let (to_client, from_client) = socket.split();
    let (from_broker, to_broker) = tokio::io::split(pipe);
    let close = CloseCode::default();
    let handler = async {
        // The broker has logged what deserves it.
        if let Err(error) = handler.run().await {
            debug!("connection ended: {error}");
        }
        if stop.is_cancelled() {
            close.set(close_code::AWAY);
        }
    };
    let streams = async {
        let inbound = client_to_broker(from_client, to_broker, &close);
        let outbound = broker_to_client(from_broker, to_client, &close);
        tokio::pin!(inbound, outbound);
        tokio::select! {
            () = &mut inbound => outbound.await,
            () = &mut outbound => within_close_timeout(inbound).await,
        }
    };
    tokio::pin!(handler, streams);
    tokio::select! {
        () = &mut handler => within_close_timeout(streams).await,
        // Both ends of the pipe on this side are gone, so the broker cannot wait for them.
        () = &mut streams => handler.await,
    }
}

/// Does what is left to do after the session: what the broker wrote last and the close frame go
/// out, and the client answers it. A client that does not read is not waited for.
async fn within_close_timeout(rest: impl Future<Output = ()>) {
    if tokio::time::timeout(CLOSE_TIMEOUT, rest).await.is_err() {
        debug!("the client did not answer the close frame");
    }
}

/// Ends when the WebSocket does. The broker is told of the end as soon as the client can send it
/// nothing more.
async fn client_to_broker(
    mut socket: SplitStream<WebSocket>,
    to_broker: WriteHalf<DuplexStream>,
    close: &CloseCode,
) {
    let mut broker = Some(to_broker);
    let mut ids = PacketIds::default();
    let (mut input, mut output) = (BytesMut::new(), BytesMut::new());
    while let Some(message) = socket.next().await {
        match message {
            // Written on, it would be nothing; it is here to be seen.
            Ok(Message::Binary(bytes)) if bytes.is_empty() => {}
            Ok(Message::Binary(bytes)) => {
                // Without a copy where the frame is all that was read.
                input.unsplit(bytes.into());
                ids.exchange(&mut input, &mut output);
                if let Some(to_broker) = &mut broker
                    && to_broker.write_all_buf(&mut output).await.is_err()
                {
                    // The broker has ended the session. What the client goes on sending is read
                    // only to reach its answer to the close frame.
                    broker = None;
                }
                output.clear();
            }
            // [MQTT-6.0.0-1]
            Ok(Message::Text(_)) => {
                close.set(close_code::UNSUPPORTED);
                end(&mut broker).await;
            }
            // The next read answers a ping or a close frame.
            Ok(Message::Ping(_) | Message::Pong(_)) => {}
            Ok(Message::Close(_)) => end(&mut broker).await,
            Err(error) => {
                debug!("the WebSocket failed: {error}");
                close.set(match error.into_inner().downcast_ref() {
                    Some(tungstenite::Error::Capacity(_)) => close_code::SIZE,
                    _ => close_code::PROTOCOL,
                });
                break;
            }
        }
    }
    end(&mut broker).await;
}

/// Lets the broker see the end of the stream.
async fn end(broker: &mut Option<WriteHalf<DuplexStream>>) {
    if let Some(mut to_broker) = broker.take() {
        // Closing a pipe in memory cannot fail.
        let _ = to_broker.shutdown().await;
    }
}

/// Ends with a close frame when the broker has closed its end, or when the client is gone.
async fn broker_to_client(
    mut from_broker: ReadHalf<DuplexStream>,
    mut socket: SplitSink<WebSocket, Message>,
    close: &CloseCode,
) {
    let mut filter = PacketFilter::default();
    let (mut input, mut output) = (BytesMut::new(), BytesMut::new());
    loop {
        input.reserve(READ_SIZE);
        match from_broker.read_buf(&mut input).await {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
        if filter.filter(&mut input, &mut output).is_err() {
            close.set(close_code::ERROR);
            break;
        }
        while !output.is_empty() {
            let frame = output.split_to(output.len().min(MAX_FRAME_SIZE));
            if socket.send(Message::Binary(frame.freeze())).await.is_err() {
                return;
            }
        }
    }
    let frame = CloseFrame {
        code: close.get(),
        reason: "".into(),
    };
    if let Err(error) = socket.send(Message::Close(Some(frame))).await {
        debug!("the client had closed first: {error}");
    }
}

/// The WebSocket status code that the close frame will carry.
#[derive(Debug)]
struct CloseCode(AtomicU16);

impl CloseCode {
    fn set(&self, code: u16) {
        self.0.store(code, Ordering::Relaxed);
    }

    fn get(&self) -> u16 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Default for CloseCode {
    fn default() -> Self {
        Self(AtomicU16::new(close_code::NORMAL))
    }
}

/// How long a client has to read the last packets and answer the close frame.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How much is read from the broker, and so sent in one frame, where it has more to say.
const READ_SIZE: usize = 64 * 1024;

/// A packet larger than this goes out in several frames: many clients take a frame of any size,
/// but not all do.
const MAX_FRAME_SIZE: usize = 1024 * 1024;

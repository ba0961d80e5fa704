//! The embedded MQTT broker: the crate `mqtt5`, given WebSockets that the page's own port has
//! accepted.

mod auth;
mod framing;
mod packet_filter;
mod packet_ids;
mod pipe;
mod pump;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::WebSocket;
use mqtt5::broker::client_handler::ClientHandler;
use mqtt5::broker::resource_monitor::{ResourceLimits, ResourceMonitor};
use mqtt5::broker::router::MessageRouter;
use mqtt5::broker::sys_topics::BrokerStats;
use mqtt5::broker::transport::BrokerTransport;
use mqtt5::broker::{BrokerConfig, DynamicStorage, MemoryBackend, StorageBackend};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use tracing::error;

pub(crate) use auth::USERS;
use auth::Users;

/// The largest MQTT packet that is accepted, in bytes.
pub(crate) const MAX_PACKET_SIZE: usize = 64 * 1024 * 1024;

/// The broker's state, shared by all its connections.
///
/// It is put together from the parts of `mqtt5` that serve one connection; the `MqttBroker` of
/// that crate would insist on a listening socket of its own.
pub(crate) struct Broker {
    config: Arc<BrokerConfig>,
    router: Arc<MessageRouter>,
    storage: Arc<DynamicStorage>,
    stats: Arc<BrokerStats>,
    resources: Arc<ResourceMonitor>,
    /// Tells the handlers of all connections to end.
    shutdown: broadcast::Sender<()>,
    stop: CancellationToken,
}

impl Broker {
    /// Returns a broker without any state, which ends its connections once `stop` is cancelled.
    pub(crate) fn new(stop: CancellationToken) -> Self {
        let config = BrokerConfig::default()
            .with_max_packet_size(MAX_PACKET_SIZE)
            .with_session_expiry(SESSION_EXPIRY);
        let storage = Arc::new(DynamicStorage::Memory(MemoryBackend::new()));
        // Of the limits, only the two per client are looked at, because it is not the broker that
        // accepts connections; 0 is none.
        let limits = ResourceLimits {
            max_message_rate_per_client: 0,
            max_bandwidth_per_client: 0,
            ..ResourceLimits::default()
        };
        Self {
            router: Arc::new(MessageRouter::with_storage(Arc::clone(&storage))),
            config: Arc::new(config),
            storage,
            stats: Arc::default(),
            resources: Arc::new(ResourceMonitor::new(limits)),
            shutdown: broadcast::Sender::new(1),
            stop,
        }
    }

    /// Forgets expired sessions and messages from time to time, until the broker stops; then tells
    /// every connection to end.
    pub(crate) async fn run(&self) {
        let mut cleanup = tokio::time::interval(CLEANUP_INTERVAL);
        while let Some(_tick) = self.stop.run_until_cancelled(cleanup.tick()).await {
            if let Err(error) = self.storage.cleanup_expired().await {
                error!("could not forget expired sessions: {error}");
            }
            self.router.sweep_sessions().await;
            self.resources.cleanup_expired_windows().await;
        }
        // An error means that there is no connection to tell.
        let _ = self.shutdown.send(());
    }

    /// Serves the MQTT client at the other end of `socket` until either side has had enough.
    pub(crate) async fn serve(&self, socket: WebSocket, peer: SocketAddr) {
        let (transport, client_end) = pipe::pipe(peer);
        let handler = ClientHandler::new(
            BrokerTransport::WebSocket(Box::new(transport)),
            peer,
            Arc::clone(&self.config),
            Arc::clone(&self.router),
            Arc::new(Users),
            Some(Arc::clone(&self.storage)),
            Arc::clone(&self.stats),
            Arc::clone(&self.resources),
            self.shutdown.subscribe(),
        );
        pump::pump(socket, client_end, handler, &self.stop).await;
    }
}

/// How long a session without a connection is kept at most.
const SESSION_EXPIRY: Duration = Duration::from_secs(24 * 60 * 60);

const CLEANUP_INTERVAL: Duration = Duration::from_secs(60);

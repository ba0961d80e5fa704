//! What the tests of the server share: a server of their own, and raw clients.

pub(crate) mod http;
pub(crate) mod mqtt;

use std::path::Path;
use std::time::Duration;

use ropewalk_server::{Config, Server, TlsConfig, serve};
use tempfile::TempDir;

/// A server on ports of its own, and the folder that its files are in.
pub(crate) struct TestServer {
    pub(crate) server: Server,
    pub(crate) folder: TempDir,
    kept: Vec<TempDir>,
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(crate) async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = config(folder.path());
        change(&mut config);
        let server = serve(config).await.unwrap();
        Self {
            server,
            folder,
            kept: Vec::new(),
        }
    }

    /// Deletes one more folder with the server's own, and no sooner.
    pub(crate) fn keep(&mut self, folder: TempDir) {
        self.kept.push(folder);
    }
}

/// What serves everything that a test may want from below `folder`.
pub(crate) fn config(folder: &Path) -> Config {
    Config {
        host: "127.0.0.1".to_owned(),
        port: 0,
        tls: Some(TlsConfig {
            port: 0,
            certificate: folder.join("certificate"),
        }),
        page: None,
        patches: folder.join("patches"),
        allowed_origins: Vec::new(),
    }
}

/// Waits for what must happen; a test that would wait forever fails instead.
pub(crate) async fn soon<T>(event: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), event)
        .await
        .expect("it did not happen within 30 seconds")
}

//! What ops may know of the host that runs them.

use crate::value::Text;

/// What ops may know of the host that runs them.
#[derive(Clone, Debug)]
pub struct Host {
    /// A short random text that the host keeps for this installation, so that two pages with the
    /// same patch differ where they must.
    pub identity: Text,
    /// The sockets it can open.
    pub sockets: Sockets,
    /// Whether it keeps records for ops from one run of a patch to the next.
    pub keeps_records: bool,
}

/// The time of day, as the clock and the settings of a host have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WallClock {
    /// Milliseconds since 1970, in UTC.
    pub timestamp: f64,
    /// How many minutes local time is ahead of UTC; less than 0 in the west.
    pub zone: i32,
}

/// The sockets that a host can open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sockets {
    /// WebSockets, as a page has them.
    Web,
    /// WebSockets with TLS, and others to the same machine only: a page that came over `https:`.
    SecureWeb,
    /// WebSockets and plain TCP, as a native program has them.
    Native,
}

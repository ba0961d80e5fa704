//! What an op that fires at changes knows of the value that it watches.

use ropewalk_flow::{Cx, In, PortValue};

/// Whether the watched value has changed: at the start it has where it is linked, as it comes from
/// somewhere, and after that with each other value.
#[derive(Debug, Default)]
pub(crate) struct Watched {
    has_run: bool,
}

impl Watched {
    /// To be asked once at each run of the op, with whether the value is another than before.
    pub(crate) fn changed<T: PortValue>(
        &mut self,
        input: In<T>,
        is_other: bool,
        cx: &Cx<'_>,
    ) -> bool {
        if std::mem::replace(&mut self.has_run, true) {
            is_other
        } else {
            input.linked(cx)
        }
    }
}

//! What ops with a multi port have in common.

use ropewalk_flow::{Cx, Multi, SinglePort};

/// The port that an index chooses: a fraction is rounded up, as cables does, and beyond either end
/// stands the one at that end. NaN is the first.
pub(crate) fn chosen<P: SinglePort>(ports: Multi<P>, index: f64, cx: &Cx<'_>) -> Option<P> {
    // `max` takes 0 for NaN.
    let index = index.ceil().max(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what is too large is as far beyond the end as can be"
    )]
    let index = (index as usize).min(ports.len(cx).saturating_sub(1));
    ports.port(index, cx)
}

/// How many ports there are, as an output says it.
#[expect(clippy::cast_precision_loss, reason = "there are at most 1,000")]
pub(crate) fn count<P: SinglePort>(ports: Multi<P>, cx: &Cx<'_>) -> f64 {
    ports.len(cx) as f64
}

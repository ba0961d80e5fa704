//! What the ops that compare arrays share.

use ropewalk_flow::Value;

use crate::json::number;

/// What stands for an item that is compared with another: one of two numbers, or the item itself.
pub(super) fn judged(item: &Value, mode: &str, other: &Value, yes: f64, no: f64) -> Value {
    let sign = mode.strip_suffix("pass");
    let passes = sign.is_some();
    // What is no number is not equal to any, and neither less nor greater: as NaN is.
    let [a, b] = [item, other].map(|value| number(value).unwrap_or(f64::NAN));
    let holds = match sign.unwrap_or(mode) {
        "<" => a < b,
        ">=" => a >= b,
        "<=" => a <= b,
        "==" => a == b,
        "!=" => a != b,
        _ => a > b,
    };
    if !holds {
        no.into()
    } else if passes {
        item.clone()
    } else {
        yes.into()
    }
}

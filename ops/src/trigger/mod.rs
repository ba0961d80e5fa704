//! Where pulses come from and go.

use ropewalk_flow::{Cx, OpDeclaration, OpError, Text};

mod delayed_trigger;
mod gate_trigger;
mod is_triggered;
mod nth_trigger;
mod number_by_trigger_multi_port;
mod probability_trigger;
mod repeat;
mod repeat2d;
mod route_trigger;
mod route_trigger_string;
mod sequence;
mod sequence_multi_port;
mod switch_trigger;
mod threshold;
mod time_since_trigger;
mod trigger_button;
mod trigger_counter;
mod trigger_counter_loop;
mod trigger_extender;
mod trigger_limiter;
mod trigger_number;
mod trigger_on_change_array;
mod trigger_on_change_object;
mod trigger_on_change_string;
mod trigger_once;
mod trigger_receive;
mod trigger_send;
mod trigger_string;
mod triggers_per_second;

pub(crate) const OPS: &[OpDeclaration] = &[
    OpDeclaration::of::<trigger_button::TriggerButton>(),
    OpDeclaration::of::<gate_trigger::GateTrigger>(),
    OpDeclaration::of::<trigger_extender::TriggerExtender>(),
    OpDeclaration::of::<trigger_counter::TriggerCounter>(),
    OpDeclaration::of::<trigger_counter_loop::TriggerCounterLoop>(),
    OpDeclaration::of::<trigger_once::TriggerOnce>(),
    OpDeclaration::of::<trigger_number::TriggerNumber>(),
    OpDeclaration::of::<trigger_string::TriggerString>(),
    OpDeclaration::of::<threshold::Threshold>(),
    OpDeclaration::of::<sequence::Sequence>(),
    OpDeclaration::of::<sequence_multi_port::SequenceMultiPort>(),
    OpDeclaration::of::<route_trigger::RouteTrigger>(),
    OpDeclaration::of::<route_trigger_string::RouteTriggerString>(),
    OpDeclaration::of::<number_by_trigger_multi_port::NumberByTriggerMultiPort>(),
    OpDeclaration::of::<trigger_on_change_string::TriggerOnChangeString>(),
    OpDeclaration::of::<trigger_on_change_array::TriggerOnChangeArray>(),
    OpDeclaration::of::<trigger_on_change_object::TriggerOnChangeObject>(),
    OpDeclaration::of::<repeat::Repeat>(),
    OpDeclaration::of::<repeat2d::Repeat2d>(),
    OpDeclaration::of::<delayed_trigger::DelayedTrigger>(),
    OpDeclaration::of::<trigger_limiter::TriggerLimiter>(),
    OpDeclaration::of::<trigger_receive::TriggerReceive>(),
    OpDeclaration::of::<trigger_send::TriggerSend>(),
    OpDeclaration::of::<nth_trigger::NthTrigger>(),
    OpDeclaration::of::<switch_trigger::SwitchTrigger>(),
    OpDeclaration::of::<triggers_per_second::TriggersPerSecond>(),
    OpDeclaration::of::<time_since_trigger::TimeSinceTrigger>(),
    OpDeclaration::of::<is_triggered::IsTriggered>(),
    OpDeclaration::of::<probability_trigger::ProbabilityTrigger>(),
];

/// The most pulses that an op fires for one.
const MOST_REPEATS: u32 = 100_000;

/// How often to repeat something so many times so many; and the error where that is too often.
pub(crate) fn repeats(a: f64, b: f64) -> (u32, Result<(), OpError>) {
    let wanted = a.floor() * b.floor();
    if wanted <= f64::from(MOST_REPEATS) || wanted.is_nan() {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked; a cast makes 0 of what is below, and of NaN"
        )]
        return (wanted as u32, Ok(()));
    }
    let text = format!("It repeats {MOST_REPEATS} times at most: the rest was left out.");
    (MOST_REPEATS, Err(OpError::new(text)))
}

/// Marks an op whose trigger has no name.
fn mark_nameless(name: &Text, cx: &mut Cx<'_>) {
    if name.is_empty() {
        cx.set_warning("Named Trigger is empty: enter a name for the trigger.");
    } else {
        cx.clear_problem();
    }
}

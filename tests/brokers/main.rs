//! The engine on real sockets, against real brokers: that of `ropewalk serve` and Mosquitto, over
//! ws and wss, in MQTT 3.1.1 and 5.0.
//!
//! `npm test -- brokers` starts the brokers and runs these. Without brokers they are shown as
//! ignored.

#![allow(clippy::unwrap_used, reason = "what fails in a test is to end it")]

mod behaviours;
mod client;
mod control;
mod socket;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};
use ropewalk_mqtt::Version;

use crate::behaviours::*;
use crate::client::Target;
use crate::control::Broker;

type Behaviour = (&'static str, fn(&Target));

macro_rules! named {
    ($($behaviour:ident,)*) => { [$((stringify!($behaviour), $behaviour),)*] };
}

/// Of both brokers, by ws and wss.
const OF_ALL: &[Behaviour] = &named![
    it_connects_and_leaves_and_comes_back,
    a_wrong_password_is_refused_for_good,
    messages_of_each_qos_arrive_with_the_lower_of_two,
    many_messages_at_once_arrive_in_order,
    a_message_of_many_frames_arrives_whole,
    a_topic_of_the_greatest_length_arrives,
    what_is_retained_comes_to_who_subscribes_later,
    a_will_is_published_for_who_is_cut_off_and_not_for_who_leaves,
    a_will_is_published_for_who_leaves_with_it,
    a_session_that_is_resumed_has_what_came_meanwhile,
    a_killed_broker_that_is_back_gets_what_was_published_meanwhile,
    a_message_that_is_not_allowed_is_refused_in_5_0_and_dropped_in_3_1_1,
    who_has_the_same_client_id_takes_the_connection_over,
    a_shared_subscription_gives_each_message_to_one,
    a_topic_that_is_too_deep_holds_nothing_up,
    what_is_larger_than_the_client_takes_is_left_out_in_5_0,
];

/// These wait for keep-alives to pass, which pass over TLS as they do without it.
const OVER_WS: &[Behaviour] = &named![
    who_sends_nothing_for_a_keep_alive_and_a_half_is_dropped_and_comes_back,
    a_quiet_connection_is_kept_alive,
];

/// The embedded broker has no such habits.
const OF_MOSQUITTO: &[Behaviour] = &named![
    a_filter_that_is_not_allowed_may_be_granted_and_stay_silent,
    silence_after_the_handshake_is_noticed,
];

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // One of them kills the broker that the others use.
    arguments.test_threads = Some(1);
    let mut trials = Vec::new();
    for broker in ["ropewalk", "mosquitto"] {
        for (scheme, is_secure) in [("ws", false), ("wss", true)] {
            let mut behaviours = OF_ALL.to_vec();
            if !is_secure {
                behaviours.extend(OVER_WS);
            }
            if broker == "mosquitto" {
                behaviours.extend(OF_MOSQUITTO);
            }
            for (in_version, version) in [("3.1.1", Version::V3_1_1), ("5.0", Version::V5)] {
                for (name, behaviour) in behaviours.clone() {
                    let name = format!("{broker} {scheme} {in_version} {name}");
                    let trial = Trial::test(name, move || {
                        behaviour(&Target {
                            broker: Broker::named(broker),
                            is_secure,
                            version,
                        });
                        Ok(())
                    });
                    trials.push(trial.with_ignored_flag(true));
                }
            }
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

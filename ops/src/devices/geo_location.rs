//! `Ops.Devices.Mobile.GeoLocation`

use ropewalk_flow::{Cx, Device, DeviceEvent, Event, Handlers, Object, Op, OpError, Out, Value};

use super::{Ear, object};

/// Where the device is.
#[derive(Op)]
#[op(name = "Ops.Devices.Mobile.GeoLocation", help = include_str!("geo_location.md"))]
pub(super) struct GeoLocation {
    /// Whether the browser can tell.
    #[output(name = "Browser Support")]
    support: Out<bool>,
    /// Degrees to the north of the equator.
    #[output(name = "Latitude", unit = "°")]
    latitude: Out<f64>,
    /// Degrees to the east of Greenwich.
    #[output(name = "Longitude", unit = "°")]
    longitude: Out<f64>,
    /// All that is known: `coords` with `latitude`, `longitude`, `accuracy` and others, in metres,
    /// degrees and m/s, and `timestamp` in milliseconds since 1970.
    #[output(name = "Data")]
    data: Out<Object>,
    ear: Ear,
}

impl Handlers for GeoLocation {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.ear.listen(Some(Device::Position), cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        match event {
            Event::Device(_, DeviceEvent::Supported) => self.support.set(cx, true),
            Event::Device(_, DeviceEvent::Refused(why)) => cx.set_problem(why),
            Event::Device(_, DeviceEvent::Position(position)) => {
                cx.clear_problem();
                self.support.set(cx, true);
                self.latitude.set(cx, position.latitude);
                self.longitude.set(cx, position.longitude);
                let known = |number: f64| match number.is_nan() {
                    true => Value::None,
                    false => Value::Number(number),
                };
                let coords = object([
                    ("latitude", known(position.latitude)),
                    ("longitude", known(position.longitude)),
                    ("accuracy", known(position.accuracy)),
                    ("altitude", known(position.altitude)),
                    ("altitudeAccuracy", known(position.altitude_accuracy)),
                    ("heading", known(position.heading)),
                    ("speed", known(position.speed)),
                ]);
                let data = object([
                    ("coords", Value::Object(coords)),
                    ("timestamp", position.timestamp.into()),
                ]);
                self.data.set(cx, data);
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::testing::Bench;
    use ropewalk_flow::{GraphError, OpEntry, Position};

    use super::*;

    const HERE: Position = Position {
        latitude: 52.5,
        longitude: 13.4,
        accuracy: 20.0,
        altitude: f64::NAN,
        altitude_accuracy: f64::NAN,
        heading: f64::NAN,
        speed: f64::NAN,
        timestamp: 5.0,
    };

    #[test]
    fn it_says_where_it_is_and_what_it_does_not_know() {
        let mut op = Bench::<GeoLocation>::new();
        assert_eq!(op.out("Browser Support"), false);
        op.device(&Device::Position, DeviceEvent::Supported);
        assert_eq!(op.out("Browser Support"), true);
        op.device(&Device::Position, DeviceEvent::Position(HERE));
        assert_eq!(
            (op.out("Latitude"), op.out("Longitude")),
            (52.5.into(), 13.4.into())
        );
        assert_eq!(
            op.out("Data").to_json(),
            r#"{"coords":{"latitude":52.5,"longitude":13.4,"accuracy":20,"altitude":null,"altitudeAccuracy":null,"heading":null,"speed":null},"timestamp":5}"#
        );
    }

    #[test]
    fn a_refusal_is_said_until_it_is_allowed() {
        let mut op = Bench::<GeoLocation>::new();
        op.device(
            &Device::Position,
            DeviceEvent::Refused("Not allowed.".into()),
        );
        assert_eq!(op.problem().as_deref(), Some("Not allowed."));
        op.device(&Device::Position, DeviceEvent::Position(HERE));
        assert_eq!(op.problem(), None);
    }

    #[test]
    fn two_share_one_listening_and_the_later_is_told_too() -> Result<(), GraphError> {
        let mut op = Bench::<GeoLocation>::new();
        assert_eq!(op.listenings(), [(true, Device::Position)]);
        op.device(&Device::Position, DeviceEvent::Position(HERE));
        let second = op.graph.add(&OpEntry::of::<GeoLocation>());
        op.graph.settle(op.now);
        assert_eq!(op.listenings(), []);
        assert_eq!(op.graph.output(second, 1)?, &Value::Number(52.5));
        op.graph.remove(op.node)?;
        assert_eq!(op.listenings(), []);
        op.graph.remove(second)?;
        assert_eq!(op.listenings(), [(false, Device::Position)]);
        Ok(())
    }
}

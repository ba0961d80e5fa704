//! A small library and a document for the tests.

use ropewalk_flow::{Display, Kind, OpSpec, PortDefault, PortSpec};
use serde_json::Value as Json;

use crate::catalogue::Catalogue;
use crate::command::Command;
use crate::document::Document;
use crate::format::load;
use crate::history::{Applied, Editor};
use crate::link::{Link, PortRef};

const fn port(name: &'static str, kind: Kind, default: PortDefault) -> PortSpec {
    PortSpec {
        name,
        aliases: &[],
        kind,
        doc: "",
        default,
        display: Display::Plain,
        range: None,
        choices: &[],
        unit: "",
        group: "",
        secret: false,
        lazy: false,
        needed: false,
        multi: 0,
    }
}

const fn op(
    name: &'static str,
    inputs: &'static [PortSpec],
    outputs: &'static [PortSpec],
) -> OpSpec {
    OpSpec {
        name,
        aliases: &[],
        summary: "",
        help: "",
        inputs,
        outputs,
    }
}

const CONNECTION: Kind = Kind::Resource("Connection");

static SUM: OpSpec = OpSpec {
    aliases: &["Ops.Math.Sum_v2", "Ops.Old.Toggle"],
    ..op(
        "Ops.Math.Sum",
        &[
            PortSpec {
                aliases: &["number1", "first"],
                ..port("a", Kind::Number, PortDefault::Number(1.0))
            },
            port("b", Kind::Number, PortDefault::Empty),
        ],
        &[PortSpec {
            aliases: &["out"],
            ..port("result", Kind::Number, PortDefault::Empty)
        }],
    )
};

static TOGGLE: OpSpec = op(
    "Ops.Old.Toggle",
    &[port("Flip", Kind::Trigger, PortDefault::Empty)],
    &[port("On", Kind::Bool, PortDefault::Empty)],
);

static MQTT: OpSpec = op(
    "Ops.Test.Mqtt",
    &[
        port("Broker URL", Kind::Text, PortDefault::Text("localhost")),
        port("Active", Kind::Bool, PortDefault::Bool(true)),
        PortSpec {
            secret: true,
            aliases: &["Pass"],
            ..port("Password", Kind::Text, PortDefault::Empty)
        },
    ],
    &[
        port("Connection", CONNECTION, PortDefault::Empty),
        port("Connected", Kind::Bool, PortDefault::Empty),
        port("Error", Kind::Text, PortDefault::Empty),
    ],
);

static PUBLISH: OpSpec = op(
    "Ops.Test.Publish",
    &[
        port("Connection", CONNECTION, PortDefault::Empty),
        port("Topic", Kind::Text, PortDefault::Text("/test")),
        port("Message", Kind::Any, PortDefault::Empty),
        port("Properties", Kind::Object, PortDefault::Empty),
        port("Levels", Kind::Array, PortDefault::Empty),
        port("Send", Kind::Trigger, PortDefault::Empty),
    ],
    &[port("Sent", Kind::Trigger, PortDefault::Empty)],
);

static STRING_TO_NUMBER: OpSpec = op(
    "Ops.String.StringToNumber",
    &[port("String", Kind::Text, PortDefault::Empty)],
    &[port("Number", Kind::Number, PortDefault::Empty)],
);

static SUBPATCH: OpSpec = op(crate::SUBPATCH, &[], &[]);

static SET: OpSpec = op(
    "Ops.Test.Set",
    &[
        port("Value", Kind::Any, PortDefault::Empty),
        PortSpec {
            display: Display::Variable,
            ..port("Variable", Kind::Text, PortDefault::Empty)
        },
    ],
    &[],
);

static MANY: OpSpec = op(
    "Ops.Test.Many",
    &[
        PortSpec {
            choices: &["Sum", "Product"],
            ..port("Mode", Kind::Text, PortDefault::Text("Sum"))
        },
        PortSpec {
            aliases: &["number 1"],
            multi: 2,
            ..port("Numbers", Kind::Number, PortDefault::Number(3.0))
        },
    ],
    &[
        port("Total", Kind::Number, PortDefault::Empty),
        PortSpec {
            multi: 1,
            ..port("Each", Kind::Number, PortDefault::Empty)
        },
    ],
);

static SPECS: [&OpSpec; 8] = [
    &SUM,
    &TOGGLE,
    &MQTT,
    &PUBLISH,
    &STRING_TO_NUMBER,
    &SUBPATCH,
    &SET,
    &MANY,
];

pub(crate) fn catalogue() -> Catalogue {
    Catalogue::new(SPECS)
}

/// A small patch as [`crate::save`] writes it, with an op that the library lacks.
pub(crate) const FILE: &str = r#"{
  "ropewalk": 1,
  "id": "k3x9q2",
  "name": "Rope",
  "ops": [
    {
      "id": "mqtt", "op": "Ops.Test.Mqtt", "x": 0, "y": 0,
      "title": "Broker",
      "values": {
        "Broker URL": "broker.example"
      }
    },
    {
      "id": "sum", "op": "Ops.Math.Sum", "x": 12.5, "y": -40,
      "values": {
        "b": 0.1
      }
    },
    {
      "id": "publish", "op": "Ops.Test.Publish", "x": 0, "y": 120,
      "disabled": true,
      "bookmarked": true,
      "values": {
        "Topic": "rope/walk",
        "Properties": {"b":1,"a":[1,null,"é"]}
      }
    },
    {
      "id": "strange", "op": "Ops.Gl.Strange", "x": 200, "y": 0,
      "values": {
        "Depth": 9007199254740993,
        "Shape": {"points":[1.5,2]}
      }
    }
  ],
  "links": [
    { "from": { "op": "mqtt", "port": "Connection" }, "to": { "op": "publish", "port": "Connection" } },
    { "from": { "op": "sum", "port": "result" }, "to": { "op": "publish", "port": "Message" } },
    { "from": { "op": "sum", "port": "result" }, "to": { "op": "strange", "port": "Angle" } },
    { "from": { "op": "strange", "port": "Mesh" }, "to": { "op": "publish", "port": "Send" } }
  ]
}
"#;

pub(crate) fn document() -> Document {
    load(FILE, &catalogue()).unwrap().document
}

pub(crate) fn link(from: (&str, &str), to: (&str, &str)) -> Link {
    let end = |(op, port): (&str, &str)| PortRef {
        op: op.to_owned(),
        port: port.to_owned(),
    };
    Link {
        from: end(from),
        to: end(to),
    }
}

pub(crate) fn editor() -> Editor {
    Editor::new(document(), catalogue())
}

pub(crate) fn command(json: Json) -> Command {
    Command::from_json(&json.to_string()).unwrap()
}

pub(crate) fn apply(editor: &mut Editor, json: Json) -> Applied {
    editor.apply(command(json), None).unwrap()
}

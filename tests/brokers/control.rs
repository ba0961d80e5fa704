//! The brokers of the tests, by way of the server that starts and ends them (`control.mjs`).

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value as Json;

/// One broker, which runs when this is made.
#[derive(Clone, Debug)]
pub(crate) struct Broker {
    pub(crate) name: &'static str,
    pub(crate) url: String,
    pub(crate) secure_url: String,
}

impl Broker {
    pub(crate) fn named(name: &'static str) -> Self {
        // An earlier test may have failed while it was down.
        let described = ask("POST", &format!("/{name}/start"));
        let url = |which: &str| described[which].as_str().unwrap().to_owned();
        Self {
            name,
            url: url("url"),
            secure_url: url("secureUrl"),
        }
    }

    pub(crate) fn start(&self) {
        ask("POST", &format!("/{}/start", self.name));
    }

    /// Ends it as a power cut does.
    pub(crate) fn kill(&self) {
        ask("POST", &format!("/{}/kill", self.name));
    }
}

/// What the brokers show who speaks TLS with them, as PEM.
pub(crate) fn certificate() -> String {
    ask("GET", "/certificate")["pem"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn ask(method: &str, path: &str) -> Json {
    let control = std::env::var("ROPEWALK_BROKER_CONTROL")
        .expect("ROPEWALK_BROKER_CONTROL says where brokers are controlled: `npm test -- brokers`");
    let address = control.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    // HTTP/1.0: the answer comes in one piece and ends with the connection.
    write!(stream, "{method} {path} HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(" 200 "), "{method} {path}: {answer}");
    serde_json::from_str(body).unwrap()
}

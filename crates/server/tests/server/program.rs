//! The program `ropewalk` as a person starts it.

use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use crate::support::http::get;
use crate::support::mqtt::{Client, Connect, V3_1_1};

/// The program with its data in `folder`, and nothing of the surroundings.
fn ropewalk(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ropewalk"));
    command
        .args(args)
        .current_dir(folder)
        .env("XDG_DATA_HOME", folder)
        .env("HOME", folder)
        .env_remove("RUST_LOG")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    ropewalk(folder, args).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A running program, killed if a test fails before it stops it.
struct Running {
    child: Child,
    lines: Vec<String>,
}

impl Running {
    /// Starts it and reads what it says until it says that it runs.
    fn start(folder: &Path, args: &[&str]) -> Self {
        let mut running = Self {
            child: ropewalk(folder, args).spawn().unwrap(),
            lines: Vec::new(),
        };
        let mut stdout = BufReader::new(running.child.stdout.take().unwrap());
        loop {
            let mut line = String::new();
            if stdout.read_line(&mut line).unwrap() == 0 {
                let mut error = String::new();
                let mut stderr = running.child.stderr.take().unwrap();
                stderr.read_to_string(&mut error).unwrap();
                panic!("it ended: {error}");
            }
            let is_last = line.starts_with("Ctrl-C");
            running.lines.push(line.trim_end().to_owned());
            if is_last {
                return running;
            }
        }
    }

    fn port_of(&self, start: &str) -> u16 {
        let line = self.lines.iter().find_map(|line| line.split_once(start));
        let rest = line.unwrap().1;
        rest.split('/').next().unwrap().parse().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_says_where_everything_is_the_page_first() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("web/dist")).unwrap();
    std::fs::write(folder.path().join("web/dist/index.html"), "").unwrap();
    let program = Running::start(folder.path(), &["serve", "--port", "0"]);
    let port = program.port_of("http://127.0.0.1:");
    let tls_port = program.port_of("https://127.0.0.1:");
    let patches = folder
        .path()
        .join("ropewalk/patches")
        .canonicalize()
        .unwrap();
    assert_eq!(
        program.lines,
        [
            format!("page     http://127.0.0.1:{port}/"),
            format!("         https://127.0.0.1:{tls_port}/ (self-signed: the browser asks once)"),
            format!("broker   ws://127.0.0.1:{port}/mqtt"),
            format!("         wss://127.0.0.1:{tls_port}/mqtt"),
            "users    try (password try) reads and writes".to_owned(),
            "         view (password view) reads".to_owned(),
            format!("patches  {}", patches.display()),
            "Ctrl-C stops it.".to_owned(),
        ]
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_signal_stops_it_with_success_whoever_is_connected() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["INT", "TERM"] {
        let mut program = Running::start(folder.path(), &["serve", "--port", "0", "--no-tls"]);
        let port = program.port_of("http://127.0.0.1:");
        let addr = SocketAddr::from(([127, 0, 0, 1], port));
        assert_eq!(get(addr, "/patches").await.status, 200);
        let mut client = Client::connected(addr, &Connect::new(V3_1_1, "")).await;
        let silent = Client::open(addr).await;
        let kill = Command::new("kill")
            .args([format!("-{signal}"), program.child.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
        assert_eq!(client.close_code().await, 1001);
        assert_eq!(program.child.wait().unwrap().code(), Some(0), "{signal}");
        drop(silent);
    }
}

#[test]
fn a_port_in_use_is_told_with_the_flag_that_changes_it() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (args, flag) in [
        (["--port", &port, "--tls-port", "0"], "--port"),
        (["--port", "0", "--tls-port", &port], "--tls-port"),
    ] {
        let output = run(folder.path(), &[&["serve"], &args[..]].concat());
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(
            stderr(&output),
            format!(
                "ropewalk: port {port} of 127.0.0.1 is in use; choose another with {flag} <port>\n"
            )
        );
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn what_cannot_be_served_is_told_in_one_line_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let certificate = folder.path().join("own");
    std::fs::create_dir(&certificate).unwrap();
    std::fs::write(certificate.join("certificate.pem"), "nonsense").unwrap();
    for (args, expected) in [
        (&["--web", "nowhere"][..], "--web"),
        (&["--patches", "file"], "--patches"),
        (&["--certificate", "own"], "--no-tls"),
        (&["--certificate", "file"], "--certificate"),
        (&["--host", "192.0.2.1"], "--host"),
        (&["--host", "no such host"], "--host"),
    ] {
        let output = run(folder.path(), &[&["serve", "--port", "0"], args].concat());
        let stderr = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        assert!(stderr.contains(expected), "{stderr}");
    }
}

#[test]
fn the_catalogue_of_ops_is_printed_as_json_or_as_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["ops", "--json"]);
    assert!(output.status.success());
    let ops: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let sum = ops
        .as_array()
        .unwrap()
        .iter()
        .find(|op| op["name"] == "Ops.Math.Sum")
        .expect("the library has a sum");
    assert_eq!(sum["inputs"][0]["name"], "number1");
    assert_eq!(sum["inputs"][0]["kind"], "Number");
    assert!(!sum["outputs"][0]["doc"].as_str().unwrap().is_empty());

    let output = run(folder.path(), &["ops", "--help-pages"]);
    let pages: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        pages.as_object().unwrap().len(),
        ops.as_array().unwrap().len()
    );
    assert!(
        pages["Ops.Math.Sum"]
            .as_str()
            .unwrap()
            .contains("**number1**")
    );

    let list = String::from_utf8(run(folder.path(), &["ops"]).stdout).unwrap();
    assert!(list.lines().any(|line| line.starts_with("Ops.Math.Sum ")));
}

#[test]
fn what_would_become_of_a_file_is_printed_and_a_secret_in_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wall.cables");
    let patch = r#"{"name":"Wall","ops":[
        {"objName":"Ops.Net.Mqtt.Mqtt","id":"mqtt","portsIn":[{"name":"Password","value":"hunter2"}]},
        {"objName":"Ops.Gl.Mesh","id":"mesh"}]}"#;
    std::fs::write(&file, patch).unwrap();
    let file = file.to_str().unwrap();
    let output = run(folder.path(), &["check", "--json", file]);
    assert!(output.status.success());
    let check: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(check["form"], "cables");
    assert_eq!(check["understood"]["Ops.Net.Mqtt.Mqtt"], 1);
    assert_eq!(check["placeholders"]["Ops.Gl.Mesh"], 1);
    assert_eq!(check["secrets"][0]["port"], "Password");
    let list = run(folder.path(), &["check", file]);
    for output in [&output, &list] {
        assert!(!String::from_utf8_lossy(&output.stdout).contains("hunter2"));
    }

    std::fs::write(file, "hello").unwrap();
    let output = run(folder.path(), &["check", file]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("no valid JSON"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_patch_is_exported_with_the_player_and_without_its_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    let read = |path: &str| std::fs::read_to_string(at(path)).unwrap();
    let patch = r#"{"name":"A <b>","ops":[
        {"objName":"Ops.Net.Mqtt.Mqtt","id":"mqtt","portsIn":[{"name":"Password","value":"hunter2"}]}]}"#;
    std::fs::write(at("wall.cables"), patch).unwrap();
    let export = |form: [&str; 2]| {
        let [form, target] = form;
        run(folder.path(), &["export", form, target, "wall.cables"])
    };

    // Named, as the project may have a page that is built, which would be found.
    let args = [
        "export",
        "--web",
        "web/dist",
        "--html",
        "wall.html",
        "wall.cables",
    ];
    let output = run(folder.path(), &args);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("npm start") && said.contains("--web"),
        "{said}"
    );
    assert!(!at("wall.html").exists());

    std::fs::create_dir_all(at("web/dist/player")).unwrap();
    for (name, text) in [
        ("web/dist/index.html", ""),
        ("web/dist/player/files.json", r#"["ropewalk.js"]"#),
        ("web/dist/player/ropewalk.js", "export {}"),
        ("web/dist/player/folder.html", "<title>%PATCH_NAME%</title>"),
        (
            "web/dist/player/single.html",
            "<title>%PATCH_NAME%</title><p>%PATCH_FILE%</p>",
        ),
    ] {
        std::fs::write(at(name), text).unwrap();
    }
    let output = export(["--html", "wall.html"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("`Password` of `mqtt` is a secret"));
    let html = read("wall.html");
    assert!(html.starts_with("<title>A &lt;b></title><p>{"), "{html}");
    assert!(html.contains(r#""A \u003cb>""#), "{html}");

    let output = export(["--folder", "out/wall"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(read("out/wall/index.html"), "<title>A &lt;b></title>");
    assert_eq!(read("out/wall/ropewalk.js"), "export {}");
    let patch: serde_json::Value = serde_json::from_str(&read("out/wall/patch.json")).unwrap();
    assert_eq!(patch["ropewalk"], 1);
    assert!(!html.contains("hunter2") && !patch.to_string().contains("hunter2"));

    let output = export(["--html", "no/such/wall.html"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("writing no/such/wall.html"),
        "{}",
        stderr(&output)
    );
    std::fs::write(at("wall.cables"), "hello").unwrap();
    let output = export(["--folder", "out/other"]);
    assert!(
        stderr(&output).contains("no valid JSON"),
        "{}",
        stderr(&output)
    );
    assert!(!at("out/other").exists());
}

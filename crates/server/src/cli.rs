//! The command line.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use ropewalk_runtime::{catalogue, help_pages};
use tracing_subscriber::EnvFilter;

use crate::broker::USERS;
use crate::check;
use crate::export;
use crate::http::{MQTT_PATH, Origin};
use crate::serve::{Config, Server, TlsConfig, serve};

/// Runs the program. Its exit code is 0, 1 for what went wrong while it ran, or 2 for a command
/// line that it does not understand.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = std::env::var("RUST_LOG").unwrap_or_else(|_| LOG_FILTER.to_owned());
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .init();
    let result = match cli.command {
        Command::Serve(args) => run_serve(args),
        Command::Ops(args) => print_ops(&args),
        Command::Check(args) => check::report(&args.file, args.json).and_then(|text| print(&text)),
        Command::Export(args) => print_export(args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ropewalk: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Debug, Parser)]
#[command(
    name = "ropewalk",
    version,
    about = "A visual dataflow runtime that speaks MQTT"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the editor, an MQTT broker and a folder of patches
    Serve(ServeArgs),

    /// Print the library: every op with its ports
    Ops(OpsArgs),

    /// Tell what would become of a patch file, of Ropewalk or of cables.gl
    Check(CheckArgs),

    /// Make of a patch what plays it elsewhere: a folder, an HTML file, or text for cables.gl
    Export(ExportArgs),
}

#[derive(Debug, Args)]
struct OpsArgs {
    /// As JSON, with everything that the palette and the inspector know
    #[arg(long)]
    json: bool,

    /// The help pages as JSON: each op's name and its page, which is Markdown
    #[arg(long, conflicts_with = "json")]
    help_pages: bool,
}

#[derive(Debug, Args)]
struct CheckArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct ExportArgs {
    /// The patch file, of Ropewalk or, for --folder and --html, of cables.gl
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Write a folder of static files that runs from any web server; what it has of the same names
    /// is replaced
    #[arg(long, value_name = "FOLDER", conflicts_with = "html")]
    folder: Option<PathBuf>,

    /// Write one HTML file that a browser opens by itself [without --folder and --html: print text
    /// that is pasted into cables.gl, and tell what the patch lacks there]
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// The folder of the built page, which has the player [default: web/dist in the project]
    #[arg(long, value_name = "FOLDER")]
    web: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct ServeArgs {
    /// The port for http and ws; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    port: u16,

    /// The port for https and wss [default: the one after --port]
    #[arg(long, value_name = "PORT")]
    tls_port: Option<u16>,

    /// The address or host name to listen on; 0.0.0.0 lets everyone on the network in
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,

    /// The folder of the built page [default: web/dist in the project]
    #[arg(long, value_name = "FOLDER")]
    web: Option<PathBuf>,

    /// The folder of patches [default: in the user's data folder]
    #[arg(long, value_name = "FOLDER")]
    patches: Option<PathBuf>,

    /// The folder of certificate.pem and key.pem, made if there are none [default: in the user's
    /// data folder]
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_tls")]
    certificate: Option<PathBuf>,

    /// Do not serve https and wss
    #[arg(long, conflicts_with = "tls_port")]
    no_tls: bool,

    /// The origin of a page from elsewhere that may use the broker and the patches, such as
    /// `https://example.org`; may be given more than once
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<Origin>,
}

impl ServeArgs {
    fn into_config(self) -> anyhow::Result<Config> {
        let tls = if self.no_tls {
            None
        } else {
            let port = match (self.tls_port, self.port) {
                (Some(port), _) => port,
                (None, 0) => 0,
                (None, port) => port.checked_add(1).with_context(|| {
                    format!("there is no port after {port}; choose one with --tls-port <port>")
                })?,
            };
            let certificate = match self.certificate {
                Some(certificate) => certificate,
                None => data_folder("certificate", "--certificate")?,
            };
            Some(TlsConfig { port, certificate })
        };
        Ok(Config {
            host: self.host,
            port: self.port,
            tls,
            page: self.web.or_else(find_page),
            patches: match self.patches {
                Some(patches) => patches,
                None => data_folder("patches", "--patches")?,
            },
            allowed_origins: self.allow_origin,
        })
    }
}

#[tokio::main]
async fn run_serve(args: ServeArgs) -> anyhow::Result<()> {
    let config = args.into_config()?;
    let host = config.host.clone();
    let page = config.page.clone();
    // Before the start is told, so that a stop right after it is not missed.
    let stop = stop_signal()?;
    let server = serve(config).await?;
    let summary = Summary {
        server: &server,
        host: &host,
        page: page.as_deref(),
    };
    // Nobody may be reading; the server is there all the same.
    let _ = io::stdout().write_all(summary.to_string().as_bytes());
    stop.await;
    server.shutdown().await;
    Ok(())
}

fn print_ops(args: &OpsArgs) -> anyhow::Result<()> {
    let ops = catalogue();
    let mut text = String::new();
    if args.json {
        text = serde_json::to_string_pretty(&ops)?;
        text.push('\n');
    } else if args.help_pages {
        text = serde_json::to_string_pretty(&help_pages())?;
        text.push('\n');
    } else {
        let width = ops.iter().map(|op| op.name.len()).max().unwrap_or(0);
        for op in &ops {
            text.push_str(&format!("{:width$}  {}\n", op.name, op.summary));
        }
    }
    print(&text)
}

fn print_export(args: ExportArgs) -> anyhow::Result<()> {
    let form = match (args.folder, args.html) {
        (Some(folder), _) => export::Form::Folder(folder),
        (None, Some(file)) => export::Form::Html(file),
        (None, None) => export::Form::Clipboard,
    };
    let page = args.web.or_else(find_page);
    let (text, notes) = export::run(&args.file, &form, page.as_deref())?;
    for note in notes {
        eprintln!("- {note}");
    }
    print(&text)
}

fn print(text: &str) -> anyhow::Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        // Whoever reads it has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

/// Returns what ends when the program is asked to stop, by Ctrl-C or by another program.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // An error would be that there is no way to be told.
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// What a person is told once everything runs.
struct Summary<'a> {
    server: &'a Server,
    host: &'a str,
    page: Option<&'a Path>,
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let server = self.server;
        // A name that works in an address bar.
        let host = match self.host.parse::<std::net::IpAddr>() {
            Ok(address) if address.is_unspecified() => "localhost".to_owned(),
            Ok(std::net::IpAddr::V6(address)) => format!("[{address}]"),
            _ => self.host.to_owned(),
        };
        let at = format!("{host}:{}", server.addr().port());
        let tls_at = server
            .tls_addr()
            .map(|addr| format!("{host}:{}", addr.port()));

        writeln!(f, "page     http://{at}/")?;
        if let Some(at) = &tls_at {
            writeln!(
                f,
                "         https://{at}/ (self-signed: the browser asks once)"
            )?;
        }
        if self.page.is_none() {
            writeln!(
                f,
                "         not built yet: `npm start` builds it, or name a folder with --web"
            )?;
        }
        writeln!(f, "broker   ws://{at}{MQTT_PATH}")?;
        if let Some(at) = &tls_at {
            writeln!(f, "         wss://{at}{MQTT_PATH}")?;
        }
        for (index, user) in USERS.iter().enumerate() {
            let label = if index == 0 { "users" } else { "" };
            let rights = if user.may_publish {
                "reads and writes"
            } else {
                "reads"
            };
            writeln!(
                f,
                "{label:8} {} (password {}) {rights}",
                user.name, user.password
            )?;
        }
        writeln!(f, "patches  {}", server.patches().display())?;
        if !server.addr().ip().to_canonical().is_loopback() {
            writeln!(
                f,
                "Everyone who can reach this machine can use the broker and change the patches."
            )?;
        }
        writeln!(f, "Ctrl-C stops it.")
    }
}

/// Returns `web/dist` of the project that this program was started or built in, if it is built.
fn find_page() -> Option<PathBuf> {
    let started_in = std::env::current_dir().ok();
    let built_in = std::env::current_exe().ok();
    [started_in, built_in]
        .iter()
        .flatten()
        .flat_map(|path| path.ancestors())
        .map(|folder| folder.join("web").join("dist"))
        .find(|page| page.join("index.html").is_file())
}

fn data_folder(name: &str, flag: &str) -> anyhow::Result<PathBuf> {
    let data = dirs::data_dir().with_context(|| {
        format!("there is no folder for this user's data; give one with {flag}")
    })?;
    Ok(data.join("ropewalk").join(name))
}

/// Warnings, but for the broker's one per message that `view` is not allowed to publish: a patch
/// may well try sixty times a second.
const LOG_FILTER: &str = "warn,mqtt5::broker::client_handler::publish=error";

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn config(args: &[&str]) -> anyhow::Result<Config> {
        let folders = ["--patches", "p", "--certificate", "c"];
        let all = ["ropewalk", "serve"].iter().chain(args).chain(&folders);
        match Cli::try_parse_from(all)?.command {
            Command::Serve(args) => args.into_config(),
            Command::Ops(_) | Command::Check(_) | Command::Export(_) => {
                unreachable!("the first argument is `serve`")
            }
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn tls_is_on_the_port_after_unless_told_otherwise() {
        let tls_port = |args: &[&str]| config(args).unwrap().tls.unwrap().port;
        assert_eq!(tls_port(&[]), 8081);
        assert_eq!(tls_port(&["--port", "9000"]), 9001);
        assert_eq!(tls_port(&["--port", "9000", "--tls-port", "443"]), 443);
        assert_eq!(tls_port(&["--port", "0"]), 0);
        let error = config(&["--port", "65535"]).unwrap_err().to_string();
        assert!(error.contains("--tls-port"), "{error}");
    }

    #[test]
    fn what_is_not_an_origin_is_refused() {
        assert!(config(&["--allow-origin", "https://example.org"]).is_ok());
        let error = config(&["--allow-origin", "example.org"]).unwrap_err();
        assert!(error.to_string().contains("not an origin"), "{error}");
    }
}

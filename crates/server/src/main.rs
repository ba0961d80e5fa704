//! The program `ropewalk`; everything it does is in the library beside it.

use std::process::ExitCode;

fn main() -> ExitCode {
    ropewalk_server::cli::main()
}

//! The command `kyso`.

use std::process::ExitCode;

fn main() -> ExitCode {
    kyso::cli::main()
}

//! Passwords: from a variable of the environment or typed unseen, never from the command line.

use std::env;
use std::io::{self, IsTerminal};

use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind, Result};
use crate::report::Language;

/// The password in the variable of this name.
pub(super) fn from_environment(variable: Option<&str>) -> Result<Option<Zeroizing<String>>> {
    from_variable("--password-env", variable)
}

/// The password in the variable of this name, which came with this option.
pub(super) fn from_variable(option: &str, variable: Option<&str>) -> Result<Option<Zeroizing<String>>> {
    let Some(variable) = variable else { return Ok(None) };
    let bad = |why: &str| Error::new(ErrorKind::InvalidArgument, format!("{option} {variable}: {why}"));
    // `var_os` fails on such names by a panic.
    if variable.is_empty() || variable.contains(['=', '\0']) {
        return Err(bad("not the name of a variable"));
    }
    match env::var(variable) {
        Ok(password) => Ok(Some(Zeroizing::new(password))),
        Err(env::VarError::NotPresent) => Err(bad("there is no such variable")),
        Err(env::VarError::NotUnicode(_)) => Err(bad("the value is not UTF-8")),
    }
}

/// Asks for the password of a key file, if somebody is there to answer.
pub(super) fn ask(language: Language) -> Option<Zeroizing<String>> {
    if !io::stdin().is_terminal() {
        return None;
    }
    let prompt = match language {
        Language::Vi => "Mật khẩu của tệp khóa: ",
        Language::En => "Password of the key file: ",
    };
    rpassword::prompt_password(prompt).ok().map(Zeroizing::new)
}

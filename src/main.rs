//! The command `kyso`.

fn main() {}

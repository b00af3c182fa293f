//! Benches of the PDF paths.
fn main() {}

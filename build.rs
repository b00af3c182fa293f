//! Gives the shared library the name by which programs find it: with the number of its ABI (`KYSO_ABI`).
#![expect(clippy::disallowed_methods, reason = "Cargo talks to a build script through the environment")]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let says = |name| std::env::var(name).unwrap_or_default();
    match (says("CARGO_CFG_TARGET_FAMILY").as_str(), says("CARGO_CFG_TARGET_VENDOR").as_str()) {
        ("unix", "apple") => {
            println!("cargo::rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libkyso.0.dylib");
        }
        ("unix", _) => println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libkyso.so.0"),
        _ => {}
    }
}

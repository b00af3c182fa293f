use super::{Risk, RiskKind, Risks, risks};
use crate::limits::Limits;
use crate::pdf::Document;
use crate::pdf::pdf_maker::PdfMaker;

#[test]
fn print_corpus() {
    let Ok(root) = std::env::var("KYSO_SCAN") else { return };
    let mut stack = vec![std::path::PathBuf::from(root)];
    while let Some(path) = stack.pop() {
        if path.is_dir() {
            stack.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|e| e == "pdf") {
            let bytes = std::fs::read(&path).unwrap();
            let Ok(document) = Document::open(&bytes, &Limits::default()) else { continue };
            let now = std::time::Instant::now();
            let found = risks(&document, usize::MAX, 1_000_000);
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            match found {
                Ok(found) => {
                    println!("{name} complete={} {:?}", found.complete, now.elapsed());
                    for r in found.risks {
                        println!("    {:?} o{:?} p{:?} {:?}", r.kind, r.objects, r.pages, r.names);
                    }
                }
                Err(e) => println!("{name} {e}"),
            }
        }
    }
}

//! Checks reports against `docs/report.schema.json`. Used by every test that makes a report:
//! `#[path = "support/schema.rs"] mod schema;`
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "part of tests")]

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../docs/report.schema.json")).expect("the schema is JSON")
});

// Compiled once: that takes longer than a thousand checks.
static REPORT: LazyLock<Validator> = LazyLock::new(|| compiled(&SCHEMA));

static DOCUMENT: LazyLock<Validator> = LazyLock::new(|| {
    compiled(&json!({
        "$schema": SCHEMA["$schema"],
        "$defs": SCHEMA["$defs"],
        "$ref": "#/$defs/DocumentReport",
    }))
});

/// The schema itself.
#[allow(dead_code, reason = "not every test asks for it")]
pub(crate) fn schema() -> &'static Value {
    &SCHEMA
}

/// Panics unless the text is a whole report of this schema. Hands the report on for further questions.
#[allow(dead_code, reason = "not every test asks for it")]
pub(crate) fn assert_report(text: &str) -> Value {
    assert_valid(&REPORT, text)
}

/// Panics unless the text is the report on one document: a line of the format `jsonl`.
#[allow(dead_code, reason = "not every test asks for it")]
pub(crate) fn assert_document_report(text: &str) -> Value {
    assert!(!text.trim_end_matches('\n').contains('\n'), "more than one line: {text}");
    assert_valid(&DOCUMENT, text)
}

fn compiled(schema: &Value) -> Validator {
    jsonschema::draft202012::new(schema).expect("a schema of draft 2020-12")
}

fn assert_valid(validator: &Validator, text: &str) -> Value {
    let report: Value = serde_json::from_str(text).unwrap_or_else(|e| panic!("not JSON: {e}\n{text}"));
    let faults: Vec<_> =
        validator.iter_errors(&report).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(faults.is_empty(), "not of the schema:\n{}\n{text}", faults.join("\n"));
    report
}

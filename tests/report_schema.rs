//! The schema of the report and the Rust types say the same.

#[path = "support/schema.rs"]
mod schema;

use kyso::{
    AuthorityLabel, Changes, Code, Coverage, DocumentReport, Error, ErrorKind, Evidence, Format, Identity,
    Indication, Integrity, Kind, Language, Level, REPORT_SCHEMA, Report, RevocationStatus, Role, Severity,
    SubIndication, Time, TimeAssurance, TimeSource, TimestampKind, Verdict, VgcaState,
};
use serde_json::Value;

fn unreadable() -> Report {
    let error = Error::new(ErrorKind::MalformedPdf, "no header").at(0);
    let document = DocumentReport::unreadable(Some("công văn.pdf".to_owned()), &error);
    Report::new(Time::from_unix(1_795_000_000), vec![document])
}

#[test]
fn every_list_of_words_is_the_same_in_the_schema() {
    macro_rules! words {
        ($($name:ident)*) => {
            [$((stringify!($name), $name::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>())),*]
        };
    }
    let lists = words! {
        AuthorityLabel Changes Coverage Evidence Format Identity Indication Integrity Kind Level RevocationStatus Role Severity
        SubIndication TimeAssurance TimeSource TimestampKind Verdict VgcaState
    };
    for (name, words) in &lists {
        assert_eq!(schema::schema()["$defs"][name]["enum"], Value::from(words.clone()), "{name}");
    }
    let defs = schema::schema()["$defs"].as_object().expect("definitions");
    let with_words = defs.iter().filter(|(_, def)| def.get("enum").is_some()).count();
    assert_eq!(with_words, lists.len());
    assert_eq!(schema::schema()["properties"]["schema"]["const"], REPORT_SCHEMA);
}

/// Another edition nests sub-indications otherwise: going over to one is a decision, with the tests of the verdicts.
#[test]
fn a_report_names_the_edition_of_the_process_that_it_follows() {
    let report: Value = serde_json::from_str(&unreadable().to_json(Language::En)).expect("JSON");
    assert_eq!(report["process"], "ETSI EN 319 102-1 V1.4.1");
}

#[test]
fn every_code_fits_the_schema() {
    let mut code = schema::schema()["$defs"]["Code"].clone();
    code["$schema"] = schema::schema()["$schema"].clone();
    let validator = jsonschema::draft202012::new(&code).expect("a schema of draft 2020-12");
    for code in Code::ALL {
        assert!(validator.is_valid(&Value::from(code.as_str())), "{code}");
    }
    assert!(!validator.is_valid(&Value::from("Byte_Range")));
}

#[test]
fn objects_of_the_schema_are_closed_and_whole() {
    let defs = schema::schema()["$defs"].as_object().expect("definitions");
    for (name, def) in defs.iter().filter(|(_, def)| def["type"] == "object") {
        assert_eq!(def["additionalProperties"], false, "{name}");
        let properties = def["properties"].as_object().expect("properties");
        let mut names: Vec<_> = properties.keys().cloned().collect();
        let mut required: Vec<String> = def["required"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|v| v.as_str().expect("a name").into())
            .collect();
        names.sort();
        required.sort();
        assert_eq!(names, required, "{name}");
    }
}

#[test]
fn a_report_on_an_unreadable_file_is_of_the_schema_in_both_languages() {
    for language in Language::ALL {
        let report = unreadable();
        let json = schema::assert_report(&report.to_json(*language));
        assert_eq!(json["documents"][0]["file"], "công văn.pdf");
        assert_eq!(json["documents"][0]["verdict"], "unreadable");
        assert_eq!(json["documents"][0]["findings"][0]["code"], "malformed-pdf");
        schema::assert_document_report(&report.documents[0].to_json_line(*language));
    }
}

#[test]
fn the_language_changes_messages_and_nothing_else() {
    let mut vi = schema::assert_report(&unreadable().to_json(Language::Vi));
    let mut en = schema::assert_report(&unreadable().to_json(Language::En));
    assert_ne!(vi, en);
    for report in [&mut vi, &mut en] {
        let finding = report["documents"][0]["findings"][0].as_object_mut().expect("a finding");
        finding.remove("message");
        finding.remove("remedy");
    }
    assert_eq!(vi, en);
}

#[test]
#[should_panic(expected = "not of the schema")]
fn a_report_with_a_field_too_many_is_refused() {
    let text = unreadable().to_json(Language::En).replacen("\"documents\"", "\"extra\": 1, \"documents\"", 1);
    schema::assert_report(&text);
}

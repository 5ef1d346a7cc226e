//! The formats of `check`, read as the programs do that they are meant for, on findings whose texts try to break them.

#[path = "support/consumers.rs"]
mod consumers;
#[path = "support/json_schema.rs"]
mod json_schema;
#[path = "support/reports.rs"]
mod reports;

use std::collections::{BTreeMap, BTreeSet};

use reports::{print, report, with_reports};
use serde_json::Value;
use tablecheck::catalog;
use tablecheck::finding::{Finding, Severity};
use tablecheck::report::{Format, Report, print_all};
use tablecheck::source::{FileId, Sources, Span};

const LONGEST_COMMENT: usize = 65_536;

/// A text as a format for logs shows it; `kept` are the characters that it can write although they steer a terminal.
fn visible(text: &str, kept: &str) -> String {
    let harmful = |c: char| (c.is_control() && !kept.contains(c)) || c == '\u{fffe}';
    text.chars().map(|c| if harmful(c) { '\u{fffd}' } else { c }).collect()
}

const LINES: &str = "\t\r\n";

fn findings<'a>(report: &Report<'a>) -> &'a [Finding] {
    report.projects[0].findings
}

/// What a finding's place is called in the repository.
fn path(report: &Report, finding: &Finding) -> String {
    format!("apps/my shop/{}", report.projects[0].sources.path(finding.span.file))
}

#[test]
fn github_annotates_the_lines() {
    with_reports(|report| {
        let project = &report.projects[0];
        let mut expected: Vec<&Finding> = findings(report).iter().collect();
        expected.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let commands = consumers::github(&print(Format::Github, report));
        let annotations: Vec<_> = commands.iter().filter(|command| command.properties.contains_key("file")).collect();
        assert_eq!(annotations.len(), expected.len());
        for (command, finding) in annotations.iter().zip(expected) {
            let place = project.place(finding.span);
            let level = if finding.severity == Severity::Note { "notice" } else { finding.severity.as_str() };
            assert_eq!(command.name, level);
            let path = visible(&path(report, finding), "");
            assert_eq!(command.properties["file"], path);
            assert_eq!(command.properties["line"], place.start.line.to_string());
            assert_eq!(command.properties["endLine"], place.end.line.to_string());
            let column = |name| command.properties.get(name).cloned();
            let in_one_line = place.start.line == place.end.line;
            assert_eq!(column("col"), in_one_line.then(|| place.start.column.to_string()));
            assert_eq!(column("endColumn"), in_one_line.then(|| place.end.column.to_string()));
            assert_eq!(command.properties["title"], format!("tablecheck: {}", finding.rule));
            let message = visible(&finding.message, LINES);
            let path = visible(&self::path(report, finding), LINES);
            let start = format!("{path}:{}:{}: {message}", place.start.line, place.start.column);
            assert!(command.data.starts_with(&start), "{start:?} begins\n{:?}", command.data);
        }
    });
}

#[test]
fn github_is_told_how_many_annotations_are_not_shown() {
    let sources = Sources::from_files([("a.php", "<?php")]);
    let of = |severity, number| {
        (0..number).map(move |_| Finding::new("unknown-table", severity, Span::new(FileId(0), 0, 5), "x")).collect::<Vec<_>>()
    };
    let commands = |n_notes, n_warnings, n_errors| {
        let findings = [of(Severity::Note, n_notes), of(Severity::Warning, n_warnings), of(Severity::Error, n_errors)].concat();
        consumers::github(&print(Format::Github, &report(&sources, &findings)))
    };
    assert_eq!(commands(10, 10, 10).len(), 30);
    let many = commands(10, 11, 23);
    let first = |name: &str| many.iter().position(|command| command.name == name).expect("there is one");
    assert!(first("error") < first("warning") && first("warning") < first("notice"));
    let rest = &many[first("notice")].data;
    assert!(rest.contains("not shown: 13 errors, 1 warning and 1 note."), "{rest}");
    assert!(commands(11, 0, 0)[0].data.contains("not shown: 2 notes."));
}

#[test]
fn githubs_runner_obeys_nothing_that_the_project_says() {
    with_reports(|report| {
        let mut log = Vec::new();
        print_all(&[Format::Text, Format::Concise, Format::Github], report, &mut log).expect("memory can be written to");
        let log = String::from_utf8(log).expect("every format prints UTF-8");
        assert_eq!(consumers::github(&log), consumers::github(&print(Format::Github, report)));
    });
}

#[test]
fn gitlab_gets_the_fields_that_it_documents() {
    with_reports(|report| {
        let json: Value = serde_json::from_str(&print(Format::Gitlab, report)).expect("the format prints JSON");
        let issues = json.as_array().expect("a report is a list");
        assert_eq!(issues.len(), findings(report).len());
        let mut fingerprints = BTreeSet::new();
        for (issue, finding) in issues.iter().zip(findings(report)) {
            let place = report.projects[0].place(finding.span);
            assert_eq!(issue["description"], finding.message);
            assert_eq!(issue["check_name"], finding.rule);
            let explained = finding.labels.len() + finding.help.len() + usize::from(!finding.suggestions.is_empty());
            let body = issue["content"]["body"].as_str().unwrap_or_default();
            assert!(body.lines().filter(|line| line.starts_with("- ")).count() >= explained, "{body}");
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().expect("a word")));
            assert_eq!(issue["location"]["path"], path(report, finding));
            assert_eq!(issue["location"]["lines"]["begin"], place.start.line);
            assert_eq!(issue["location"]["positions"]["begin"]["line"], place.start.line);
            assert_eq!(issue["location"]["positions"]["begin"]["column"], place.start.column);
            let fingerprint = issue["fingerprint"].as_str().expect("a fingerprint is text");
            assert!(fingerprints.insert(fingerprint.to_owned()), "a fingerprint comes once");
        }
    });
}

#[test]
fn fingerprints_do_not_depend_on_lines() {
    let fingerprints = |above: &str, format: Format| {
        let sources = Sources::from_files([("a.php", format!("<?php\n{above}'x' 'x'"))]);
        let at = |nth: usize| above.len() + 6 + nth * 4;
        let findings: Vec<Finding> = (0..2)
            .map(|nth| Finding::new("unknown-table", Severity::Error, Span::new(FileId(0), at(nth), at(nth) + 3), "x"))
            .collect();
        let json: Value = serde_json::from_str(&print(format, &report(&sources, &findings))).expect("the format prints JSON");
        let results = if format == Format::Sarif { &json["runs"][0]["results"] } else { &json };
        let key = if format == Format::Sarif { "/partialFingerprints/tablecheck~1v2" } else { "/fingerprint" };
        [0, 1].map(|nth| results[nth].pointer(key).and_then(Value::as_str).expect("there is a fingerprint").to_owned())
    };
    for format in [Format::Gitlab, Format::Sarif] {
        let [first, second] = fingerprints("", format);
        assert_ne!(first, second);
        assert_eq!(fingerprints("\n// more\n", format), [first, second]);
    }
}

#[test]
fn sarif_follows_its_schema() {
    let schema = include_str!("../testdata/report/sarif-subset.schema.json");
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    with_reports(|report| {
        let json: Value = serde_json::from_str(&print(Format::Sarif, report)).expect("the format prints JSON");
        assert!(json_schema::accepts(&schema, &schema, &json), "the schema refuses {json:#}");
        // What a type for every field of the standard does not know gets lost on the way.
        let typed: serde_sarif::sarif::Sarif = serde_json::from_value(json.clone()).expect("others can read it");
        assert_eq!(serde_json::to_value(typed).expect("it is JSON"), json);
        let run = &json["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("there are rules");
        assert_eq!(rules.len(), catalog::rules().len());
        let results = run["results"].as_array().expect("there are results");
        assert_eq!(results.len(), findings(report).len());
        for (result, finding) in results.iter().zip(findings(report)) {
            let index = usize::try_from(result["ruleIndex"].as_u64().expect("the rule is listed")).expect("it is small");
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert_eq!(result["ruleId"], finding.rule);
            assert_eq!(result["level"], finding.severity.as_str());
            let message = sarif_message(&result["message"]);
            assert!(message.starts_with(&finding.message), "{:?} begins {message:?}", finding.message);
            assert_location(report, &result["locations"][0], finding.span);
            let related = result["relatedLocations"].as_array().map(Vec::as_slice).unwrap_or_default();
            assert_eq!(related.len(), finding.labels.len());
            for (location, label) in related.iter().zip(&finding.labels) {
                assert_location(report, location, label.span);
                assert_eq!(sarif_message(&location["message"]), label.message);
            }
            let changes = result.pointer("/fixes/0/artifactChanges").and_then(Value::as_array).cloned().unwrap_or_default();
            let replaced: usize = changes.iter().filter_map(|change| change["replacements"].as_array()).map(Vec::len).sum();
            assert_eq!(replaced, finding.fix.as_ref().map_or(0, |fix| fix.edits.len()));
        }
    });
}

#[test]
fn sarifs_schema_notices_mistakes() {
    let schema = include_str!("../testdata/report/sarif-subset.schema.json");
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let recorded = include_str!("../testdata/report/sarif.json");
    let mut json: Value = serde_json::from_str(recorded).expect("the recorded output is JSON");
    let region = json.pointer_mut("/runs/0/results/0/locations/0/physicalLocation/region").expect("there is a result");
    region["startLine"] = Value::from(0);
    let result = json.pointer("/runs/0/results/0").expect("there is a result");
    assert!(!json_schema::accepts(&schema, &schema["definitions"]["result"], result));
}

/// A message as a viewer shows it: without placeholders and links, escapes undone.
fn sarif_message(message: &Value) -> String {
    let mut text = String::new();
    let mut chars = message["text"].as_str().expect("a message has a text").chars();
    while let Some(c) = chars.next() {
        if c == '{' || c == '}' {
            assert_eq!(chars.next(), Some(c), "a placeholder or half an escape stands in {message}");
        }
        text.push(c);
    }
    if text.contains("](") {
        assert!(!text.starts_with('['), "a link stands in {message}");
        for (at, _) in text.match_indices(['[', ']']) {
            assert_eq!(text.as_bytes().get(at.wrapping_sub(1)), Some(&b'\\'), "a link may stand in {message}");
        }
        text = text.replace("\\[", "[").replace("\\]", "]");
    }
    text
}

/// A location says where a span stands, in UTF-16 code units.
fn assert_location(report: &Report, location: &Value, span: Span) {
    let project = &report.projects[0];
    let physical = &location["physicalLocation"];
    let uri = physical["artifactLocation"]["uri"].as_str().expect("there is a path");
    let mut bytes = Vec::new();
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        let digits: Vec<u8> = if byte == b'%' { rest.by_ref().take(2).collect() } else { Vec::new() };
        let escaped = std::str::from_utf8(&digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(byte));
    }
    assert_eq!(String::from_utf8(bytes), Ok(format!("apps/my shop/{}", project.sources.path(span.file))));
    assert_eq!(physical["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    let text = project.sources.file(span.file).text();
    for (at, line, column) in [(span.start, "startLine", "startColumn"), (span.end, "endLine", "endColumn")] {
        let before = &text[..at as usize];
        let in_line = before.rsplit('\n').next().unwrap_or_default();
        assert_eq!(physical["region"][line], before.matches('\n').count() + 1);
        assert_eq!(physical["region"][column], in_line.encode_utf16().count() + 1);
    }
    let place = project.place(span);
    assert_eq!(physical["region"]["startLine"], place.start.line);
    assert_eq!(physical["region"]["endLine"], place.end.line);
}

/// A message, and behind it what to do.
fn with_help(finding: &Finding) -> String {
    let names: Vec<String> = finding.suggestions.iter().map(|name| format!("`{name}`")).collect();
    let question = format!("did you mean {}?", names.join(" or "));
    let mut text = finding.message.clone();
    for help in (!names.is_empty()).then_some(&question).into_iter().chain(&finding.help) {
        text = if text.ends_with('?') { format!("{text} {help}") } else { format!("{text}; {help}") };
    }
    text
}

#[test]
fn checkstyle_is_xml() {
    with_reports(|report| {
        let printed = print(Format::Checkstyle, report);
        let document = roxmltree::Document::parse(&printed).expect("the format prints XML");
        assert_eq!(document.root_element().tag_name().name(), "checkstyle");
        let mut found: BTreeMap<String, Vec<[String; 5]>> = BTreeMap::new();
        for error in document.descendants().filter(|node| node.has_tag_name("error")) {
            let file = error.parent_element().expect("an error stands in a file");
            assert!(file.has_tag_name("file"));
            let attributes = ["line", "column", "severity", "message", "source"];
            let values = attributes.map(|name| error.attribute(name).expect("all attributes are there").to_owned());
            found.entry(file.attribute("name").expect("a file has a name").to_owned()).or_default().push(values);
        }
        let mut expected: BTreeMap<String, Vec<[String; 5]>> = BTreeMap::new();
        for finding in findings(report) {
            let start = report.projects[0].place(finding.span).start;
            let severity = if finding.severity == Severity::Note { "info" } else { finding.severity.as_str() };
            expected.entry(report.projects[0].shown_path(finding.span.file)).or_default().push([
                start.line.to_string(),
                start.column.to_string(),
                severity.to_owned(),
                visible(&with_help(finding), LINES),
                format!("tablecheck.{}", finding.rule),
            ]);
        }
        assert_eq!(found, expected);
    });
}

#[test]
fn junit_is_read_back() {
    with_reports(|report| {
        let printed = print(Format::Junit, report);
        let read = quick_junit::Report::deserialize_from_str(&printed).expect("the format prints JUnit");
        let document = roxmltree::Document::parse(&printed).expect("the format prints XML");
        let cases: Vec<_> = document.descendants().filter(|node| node.has_tag_name("testcase")).collect();
        assert_eq!(read.tests, cases.len());
        let failing = findings(report).iter().filter(|finding| finding.severity != Severity::Note).count();
        assert_eq!(read.failures, failing);
        if findings(report).is_empty() {
            assert_eq!(cases.len(), 1, "a report without cases looks like a run that broke");
            return;
        }
        let mut names = BTreeSet::new();
        let mut found = Vec::new();
        for case in cases {
            let attribute = |name| case.attribute(name).expect("all attributes are there").to_owned();
            assert!(names.insert((attribute("classname"), attribute("name"))), "a case comes once");
            let status = case.first_element_child().expect("a finding is no success");
            found.push((attribute("file"), attribute("line"), status.attribute("message").expect("it says why").to_owned()));
        }
        let mut expected: Vec<_> = findings(report)
            .iter()
            .map(|finding| {
                let project = &report.projects[0];
                let line = project.place(finding.span).start.line.to_string();
                (project.shown_path(finding.span.file), line, visible(&finding.message, ""))
            })
            .collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
    });
}

#[test]
fn teamcity_gets_a_type_before_its_inspections() {
    with_reports(|report| {
        let messages = consumers::teamcity(&print(Format::Teamcity, report));
        let mut types = BTreeSet::new();
        let mut expected = findings(report).iter();
        for (name, attributes) in &messages {
            if name == "inspectionType" {
                assert!(types.insert(&attributes["id"]), "a type comes once");
                assert!(["name", "description", "category"].iter().all(|key| !attributes[*key].is_empty()));
                continue;
            }
            let finding = expected.next().expect("there is a finding for each inspection");
            assert_eq!(name, "inspection");
            assert!(types.contains(&attributes["typeId"]));
            assert_eq!(attributes["typeId"], finding.rule);
            assert_eq!(attributes["message"], visible(&with_help(finding), LINES));
            assert_eq!(attributes["file"], visible(&path(report, finding), LINES));
            assert_eq!(attributes["line"], report.projects[0].place(finding.span).start.line.to_string());
            assert!(["INFO", "WARNING", "ERROR"].contains(&attributes["SEVERITY"].as_str()));
        }
        assert_eq!(expected.next(), None);
    });
}

#[test]
fn a_comment_has_a_row_for_each_finding() {
    with_reports(|report| {
        let printed = print(Format::Markdown, report);
        let rows: Vec<&str> = printed.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| | ")).collect();
        assert_eq!(rows.len(), findings(report).len());
        let mut found: Vec<String> = Vec::new();
        for row in rows {
            let cells = consumers::cells(row);
            assert_eq!(cells.len(), 5, "three cells between bars: {row}");
            let mut place = cells[2].trim().trim_end_matches(['`', ' ']).rsplitn(3, ':');
            let (column, line) = (place.next().unwrap_or_default(), place.next().unwrap_or_default());
            found.push(format!("{line}:{column}"));
            assert!(!row.contains("<b>") || row.contains('`'), "{row}");
        }
        let mut expected: Vec<String> = findings(report)
            .iter()
            .map(|finding| {
                let start = report.projects[0].place(finding.span).start;
                format!("{}:{}", start.line, start.column)
            })
            .collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        assert_eq!(printed.matches("\n<details><summary>").count(), printed.matches("\n</details>\n").count(), "{printed}");
    });
}

#[test]
fn a_comment_is_never_too_long() {
    let sources = Sources::from_files((0..300).map(|number| (format!("app/{number}.php"), "<?php")));
    for message in ["there is no table `x`".to_owned(), "|@a`".repeat(700)] {
        let of = |number: u32| {
            let severity = if number.is_multiple_of(7) { Severity::Error } else { Severity::Note };
            Finding::new("unknown-table", severity, Span::new(FileId(number % 300), 0, 5), message.clone()).help(message.clone())
        };
        let findings: Vec<Finding> = (0..1400).map(of).collect();
        let printed = print(Format::Markdown, &report(&sources, &findings));
        assert!(printed.len() < LONGEST_COMMENT, "{} bytes", printed.len());
        let rows = printed.lines().filter(|line| line.contains(":1:1` |"));
        let (errors, notes): (Vec<_>, Vec<_>) = rows.partition(|row| row.starts_with("| error |"));
        assert!(notes.is_empty() || errors.len() == 200, "errors come first");
        let rest = format!("{} errors, 0 warnings and {} notes.", 200 - errors.len(), 1200 - notes.len());
        assert!(printed.contains(&rest), "{rest}");
    }
}

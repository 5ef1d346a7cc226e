//! The page of `check --format html`: it needs nothing else, tells what the other formats tell, and takes no text for markup.

#[path = "support/called.rs"]
#[expect(dead_code, reason = "nothing is said on standard error")]
mod called;
#[path = "support/page.rs"]
mod page;
#[path = "support/reports.rs"]
mod reports;

use std::collections::{BTreeMap, BTreeSet};

use called::{MIGRATION, MIGRATION_PATH, bare, project, run, stdout, write};
use page::{text, values};
use reports::{print, report, with_reports};
use tablecheck::finding::{Finding, Severity};
use tablecheck::report::Format;
use tablecheck::source::{FileId, Sources, Span};

const HOSTILE: &str = "</script><img src=x onerror=alert(1)>";

/// How many findings each rule has of each severity, by the page.
fn counted(document: &roxmltree::Document) -> BTreeMap<(String, String), usize> {
    let mut numbers = BTreeMap::new();
    for article in document.descendants().filter(|node| node.has_tag_name("article")) {
        let key = |name| article.attribute(name).expect("a finding has it").to_owned();
        let places = article.descendants().filter(|node| node.has_attribute("data-path")).count();
        *numbers.entry((key("data-rule"), key("data-severity"))).or_default() += places;
    }
    numbers
}

/// The same by the format for tools.
fn expected(json: &serde_json::Value) -> BTreeMap<(String, String), usize> {
    let mut numbers = BTreeMap::new();
    for finding in json["findings"].as_array().expect("findings are a list") {
        let key = |name: &str| finding[name].as_str().expect("a finding has it").to_owned();
        *numbers.entry((key("rule"), key("severity"))).or_default() += 1;
    }
    numbers
}

#[test]
fn no_text_becomes_markup() {
    with_reports(|report| {
        let printed = print(Format::Html, report);
        let json: serde_json::Value = serde_json::from_str(&print(Format::Json, report)).expect("it is JSON");
        page::read(&printed, |document| {
            assert_eq!(counted(document), expected(&json));
            let groups = json["findings"].as_array().expect("findings are a list").iter();
            let causes: BTreeSet<String> = groups.map(|finding| format!("{}{}", finding["group"], finding["severity"])).collect();
            assert_eq!(values(document, Some("article"), "id").len(), causes.len(), "one block for each cause");
        });
        assert_eq!(print(Format::Html, report), printed, "each time the same");
    });
}

#[test]
fn a_project_with_hostile_names_is_told_as_it_is() {
    let migration = MIGRATION.replace("'orders'", &format!("'{HOSTILE}'")).replace("'notes'", "'<b>\" x=\"'");
    let code = format!(
        "<?php\nuse Illuminate\\Support\\Facades\\DB;\nDB::table('{HOSTILE}')->where('<i>', 1)->get();\nDB::table('<u>')->get(); // <s>\n"
    );
    let folder = bare(&[(MIGRATION_PATH, &migration), ("app/A.php", &code)]);
    if cfg!(unix) {
        write(folder.path(), &format!("app/{HOSTILE}.php"), &code);
    }
    run(folder.path(), &["check", "-o", "report.html"]).code(1);
    let printed = std::fs::read_to_string(folder.path().join("report.html")).expect("the file's name says the format");
    page::read(&printed, |document| {
        let text = text(document);
        for seen in [HOSTILE, "<i>", "<u>", "// <s>", "<b>\" x=\""] {
            assert!(text.contains(seen), "{seen} is seen\n{text}");
        }
    });
    page::read(&stdout(&run(folder.path(), &["schema", "--format", "html"]).code(0)), |document| {
        assert!(text(document).contains(HOSTILE));
    });
}

#[test]
fn the_page_tells_what_json_tells() {
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let check =
        |format: &str| stdout(&run(repository, &["check", "testdata/projects/cost-tracking", "--format", format]).code(1));
    let json: serde_json::Value = serde_json::from_str(&check("json")).expect("it is JSON");
    let printed = check("html");
    assert_eq!(printed, check("html"), "each time the same");
    page::read(&printed, |document| {
        assert_eq!(counted(document), expected(&json));
        let paths: BTreeSet<&str> = values(document, None, "data-path").into_iter().collect();
        let findings = json["findings"].as_array().expect("findings are a list");
        let expected: BTreeSet<&str> = findings.iter().filter_map(|finding| finding["path"].as_str()).collect();
        assert_eq!(paths, expected);
        let text = text(document);
        for finding in findings {
            let message = finding["message"].as_str().expect("a finding has a message").replace('`', "");
            assert!(text.contains(&message), "{message}");
            let start = &finding["range"]["start"];
            let place = format!("{}:{}", finding["path"].as_str().unwrap_or_default(), start["line"]);
            assert!(text.contains(&place), "{place}");
            for label in finding["labels"].as_array().into_iter().flatten() {
                let place = format!("{}:{}", label["path"].as_str().unwrap_or_default(), label["range"]["start"]["line"]);
                assert!(text.contains(&place), "{place} explains it");
            }
            let page = format!(
                "https://github.com/tablecheck/tablecheck/blob/main/docs/rules/{}.md",
                finding["rule"].as_str().unwrap_or_default()
            );
            assert!(values(document, Some("a"), "href").contains(&page.as_str()), "{page}");
        }
        for table in ["ai_usage_costs", "users"] {
            assert!(values(document, Some("details"), "id").contains(&format!("t-{table}").as_str()), "{table}");
        }
        assert!(text.contains("unsafe fix") && document.descendants().any(|node| node.has_tag_name("ins")));
        assert!(text.contains(concat!("tablecheck ", env!("CARGO_PKG_VERSION"))));
        assert!(text.contains("Checked 42 files: 14 migrations create 13 tables"));
    });
}

#[test]
fn what_is_meant_is_marked_and_what_a_fix_writes_is_shown() {
    let code = "<?php\nuse Illuminate\\Support\\Facades\\DB;\nDB::table('order')->get();\nDB::table('order')->first();\n";
    let folder = project(&[("app/A.php", code)]);
    let printed = stdout(&run(folder.path(), &["check", "--format", "html"]).code(1));
    page::read(&printed, |document| {
        let article = document.descendants().find(|node| node.has_tag_name("article")).expect("there is a finding");
        let within = |name: &str| {
            let nodes = article.descendants().filter(|node| node.has_tag_name(name));
            nodes
                .map(|node| {
                    node.descendants().filter_map(|node| if node.is_text() { node.text() } else { None }).collect::<String>()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(within("mark")[0], "order");
        assert_eq!(within("del"), ["3- DB::table('order')->get();\n", "4- DB::table('order')->first();\n"]);
        assert_eq!(within("ins"), ["+ DB::table('orders')->get();\n", "+ DB::table('orders')->first();\n"]);
        assert_eq!(article.descendants().filter(|node| node.has_attribute("data-path")).count(), 2, "one cause, two places");
    });
}

#[test]
fn of_many_places_most_are_folded() {
    let files: Vec<(String, &str)> = (0..14)
        .map(|number| (format!("app/A{number:02}.php"), "<?php \\Illuminate\\Support\\Facades\\DB::table('elsewhere')->get();\n"))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let folder = project(&files);
    page::read(&stdout(&run(folder.path(), &["check", "--format", "html"]).code(1)), |document| {
        let folded = document.descendants().find(|node| node.attribute("class") == Some("more")).expect("some are folded");
        let places = |node: roxmltree::Node| node.descendants().filter(|node| node.has_attribute("data-path")).count();
        assert_eq!((places(document.root()), places(folded)), (14, 7));
        assert!(text(document).contains("7 more places"));
    });
}

#[test]
fn findings_and_tables_lead_to_each_other() {
    let code = "<?php\nuse Illuminate\\Support\\Facades\\DB;\nDB::table('orders')->where('numbr', 1)->get();\n";
    let folder = project(&[("app/A.php", code)]);
    page::read(&stdout(&run(folder.path(), &["check", "--format", "html"]).code(1)), |document| {
        let article = document.descendants().find(|node| node.has_tag_name("article")).expect("there is a finding");
        let table = document.descendants().find(|node| node.attribute("id") == Some("t-orders")).expect("the table is there");
        let leads =
            |from: roxmltree::Node, to: &str| from.descendants().any(|node| node.attribute("href") == Some(&format!("#{to}")));
        assert!(leads(article, "t-orders"));
        assert!(leads(table, article.attribute("id").unwrap_or_default()));
        let text: String = table.descendants().filter_map(|node| if node.is_text() { node.text() } else { None }).collect();
        for seen in ["number", "varchar(20)", "UK", "app/A.php:3", "1 finding"] {
            assert!(text.contains(seen), "{seen}\n{text}");
        }
    });
}

#[test]
fn several_projects_stand_on_one_page() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for name in ["shop", "blog"] {
        write(folder.path(), &format!("{name}/composer.json"), "{}");
        write(folder.path(), &format!("{name}/{MIGRATION_PATH}"), MIGRATION);
        write(folder.path(), &format!("{name}/app/A.php"), "<?php \\Illuminate\\Support\\Facades\\DB::table('order')->get();");
    }
    page::read(&stdout(&run(folder.path(), &["check", "shop", "blog", "--format", "html"]).code(1)), |document| {
        let paths: BTreeSet<&str> = values(document, None, "data-path").into_iter().collect();
        assert_eq!(paths, ["blog/app/A.php", "shop/app/A.php"].into());
        assert_eq!(values(document, Some("article"), "id").len(), 2);
        let tables: Vec<&str> = values(document, Some("details"), "id");
        assert_eq!(tables, ["t-orders", "t-orders-2"]);
    });
}

#[test]
fn thousands_of_findings_fit() {
    let line = "    DB::table('clients')->where('name', $name)->orderBy('created_at')->get();\n";
    let sources =
        Sources::from_files((0..500).map(|number| (format!("app/Services/Number{number}/Service.php"), line.repeat(12))));
    let found = |number: u32, causes: u32| {
        let at = (number as usize / 500 % 12) * line.len() + 15;
        let message = format!("table `clients_{}` does not exist: no migration creates it", number % causes);
        let span = Span::new(FileId(number % 500), at, at + 7);
        let severity = if number < 200 { Severity::Error } else { Severity::Note };
        Finding::new("unknown-table", severity, span, message).label(span, "it is named here").help("create it in a migration")
    };
    for (number, causes, all_fit) in [(5_000, 1_700, true), (4_000, 4_000, true), (30_000, 30_000, false)] {
        let findings: Vec<Finding> = (0..number).map(|number| found(number, causes)).collect();
        let printed = print(Format::Html, &report(&sources, &findings));
        assert!(printed.len() < 5_000_000, "{} bytes", printed.len());
        page::read(&printed, |document| {
            let shown = values(document, None, "data-path").len();
            let text = text(document);
            assert_eq!(shown == findings.len(), all_fit, "{shown}");
            assert!(all_fit || text.contains(&format!("{} findings are not shown", findings.len() - shown)));
            let errors =
                document.descendants().filter(|node| node.attribute("class") == Some("error") && node.has_tag_name("article"));
            assert_eq!(errors.count(), 200, "the most severe stay");
        });
    }
}

#[test]
fn the_script_parses_where_there_is_a_node() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/report/html/page.js");
    let Ok(checked) = std::process::Command::new("node").args(["--check", script]).output() else { return };
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
}

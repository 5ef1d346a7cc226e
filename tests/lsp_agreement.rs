//! What the server tells of a file is what the command line tells, whatever was typed on the way there.

#[path = "support/editor.rs"]
#[expect(dead_code, reason = "other sessions use the rest")]
mod editor;
#[path = "support/expect.rs"]
#[expect(dead_code, reason = "others use the rest")]
mod expect;
#[path = "support/random.rs"]
#[expect(dead_code, reason = "others use the rest")]
mod random;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use editor::{Editor, modern, short};
use expect::repository;
use random::Random;
use serde_json::{Value, json};
use tablecheck::phases::Unobserved;
use tablecheck::workspace::{Keeping, Settings, View, Workspace};

/// What the command line says of each file, `text` being that of one of them: `line:column rule`, columns in UTF-16 units.
fn checked(root: &Path, text: Option<(&str, &str)>) -> BTreeMap<String, Vec<String>> {
    let settings = Settings { keeping: Keeping::Nowhere, ..Settings::default() };
    let workspace = Workspace::new(settings, Arc::new(Unobserved));
    let buffer = text.map(|(path, text)| (root.join(path), text.as_bytes().to_vec()));
    let view = View { buffer, ..View::default() };
    let loaded = workspace.load_all(&[root.to_owned()], &view).expect("the project can be read");
    let mut known = view.baseline.read(&loaded).expect("there is no baseline, or one that can be read");
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for loaded in &loaded {
        let sources = &loaded.project.sources;
        for finding in known.new_findings(&view.baseline, loaded) {
            let file = sources.file(finding.span.file);
            let (line, column) = file.utf16_position(finding.span.start);
            lines.entry(file.path().to_owned()).or_default().push(format!("{line}:{} {}", column + 1, finding.rule));
        }
    }
    lines
}

#[test]
fn every_file_has_the_findings_of_a_check() {
    for name in ["cost-tracking", "clean-shop", "crm-sync"] {
        let mut editor = Editor::open_copy(&repository("testdata/projects").join(name), modern());
        let root = editor.root().canonicalize().expect("it is there");
        let files: Vec<String> = walkdir::WalkDir::new(&root)
            .sort_by_file_name()
            .into_iter()
            .filter_map(|entry| {
                let path = entry.expect("the project can be read").into_path();
                let inside = path.strip_prefix(&root).expect("it lies in it").to_string_lossy().into_owned();
                inside.ends_with(".php").then_some(inside)
            })
            .collect();
        let expected = checked(&root, None);
        assert!(!expected.is_empty() || name == "clean-shop", "{name} has findings");
        for path in &files {
            assert_eq!(editor.diagnostics(path), expected.get(path).cloned().unwrap_or_default(), "{name}: {path}");
        }
    }
}

/// Pieces of code that are typed, pasted and cut.
const PIECES: [&str; 14] = [
    "'",
    "\"",
    "(",
    ")",
    "\n",
    "\r\n",
    "ü𝄞",
    "->where('nope', 1)",
    "DB::table('nowhere')->get();",
    "/* ",
    "*/",
    "->",
    "orders",
    ";",
];

#[test]
fn typing_leads_to_the_same_as_the_text_it_leaves() {
    let mut editor = Editor::open_copy(&repository("testdata/projects/cost-tracking"), modern());
    let root = editor.root().canonicalize().expect("it is there");
    let path = walkdir::WalkDir::new(&root)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("the project can be read").into_path())
        .find(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains("insert") && !text.contains("Schema")))
        .expect("there is code that writes");
    let path = path.strip_prefix(&root).expect("it lies in it").to_string_lossy().into_owned();
    let whole = editor.read(&path);
    let mut text = whole.clone();
    editor.open_file(&path);
    let mut random = Random::new(7);
    for version in 2..80 {
        let mut changes = Vec::new();
        for _ in 0..=random.below(2) {
            let boundary = |at: usize, text: &str| (0..=at.min(text.len())).rfind(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let start = boundary(random.below(text.len() + 1), &text);
            let end = boundary(start + random.below(12), &text).max(start);
            let new = if random.chance(30) { "" } else { random.pick(&PIECES) };
            changes.push(json!({ "range": { "start": position(&text, start), "end": position(&text, end) }, "text": new }));
            text.replace_range(start..end, new);
        }
        // A fresh start now and then, or all that is left is noise.
        if version % 20 == 0 {
            text.clone_from(&whole);
            changes = vec![json!({ "text": text })];
        }
        let document = json!({ "uri": editor.uri(&path), "version": version });
        editor.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
        if version % 13 == 0 || version % 20 == 0 {
            let params = json!({ "textDocument": { "uri": editor.uri(&path) } });
            let answer = editor.request("textDocument/diagnostic", params);
            let expected = checked(&root, Some((&path, &text))).remove(&path).unwrap_or_default();
            assert_eq!(short(&answer["items"]), expected, "{version}: {text}");
        }
        if version % 5 == 0 {
            let place = json!({ "textDocument": { "uri": editor.uri(&path) }, "position": position(&text, text.len() / 2) });
            for method in ["hover", "completion", "definition", "documentHighlight", "prepareRename"] {
                let id = editor.send(&format!("textDocument/{method}"), place.clone());
                let failed = editor.answer(&id).response_result.err().filter(|error| error.code == -32603);
                assert!(failed.is_none(), "{method}: {failed:?}");
            }
        }
    }
}

/// A place as the protocol tells it. Of `\r\n` that an edit took apart, each part ends a line.
fn position(text: &str, offset: usize) -> Value {
    let mut starts = vec![0];
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            starts.push(at + 1);
        }
    }
    let line = starts.iter().rposition(|start| *start <= offset).unwrap_or(0);
    json!({ "line": line, "character": text[starts[line]..offset].encode_utf16().count() })
}

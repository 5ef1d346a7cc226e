//! Sessions of editors over the real protocol.

#[path = "support/editor.rs"]
#[expect(dead_code, reason = "other sessions use the rest")]
mod editor;
#[path = "support/orders.rs"]
mod orders;

use editor::{Editor, modern, short};
use orders::{ORDERS, REPORTS, SHOP, method};
use serde_json::{Value, json};

#[test]
fn diagnostics_follow_what_is_typed() {
    let mut editor = Editor::open(SHOP, modern());
    editor.open_file(REPORTS);
    assert!(editor.diagnostics(REPORTS).is_empty());
    let text = editor.read(REPORTS);
    editor.change(REPORTS, 2, &text.replace("orderBy('total')", "orderBy('totl')"));
    assert_eq!(editor.diagnostics(REPORTS), ["11:71 unknown-column"]);
    // What is told can be told again by its name alone.
    let params = json!({ "textDocument": { "uri": editor.uri(REPORTS) } });
    let first = editor.request("textDocument/diagnostic", params.clone());
    let mut again = params;
    again["previousResultId"] = first["resultId"].clone();
    assert_eq!(editor.request("textDocument/diagnostic", again)["kind"], "unchanged");
    let found = &first["items"][0];
    assert_eq!(found["severity"], 1);
    assert_eq!(found["source"], "tablecheck");
    assert!(found["codeDescription"]["href"].as_str().is_some_and(|href| href.ends_with("/docs/rules/unknown-column.md")));
    assert!(found["message"].as_str().is_some_and(|text| text.starts_with("table `orders` has no column `totl`")), "{found}");
    assert!(!found["relatedInformation"].as_array().expect("there are places").is_empty());
    editor.change(REPORTS, 3, &text);
    assert!(editor.diagnostics(REPORTS).is_empty());
}

#[test]
fn a_migration_in_the_buffer_changes_what_other_files_say() {
    let mut editor = Editor::open(SHOP, modern());
    editor.open_file(REPORTS);
    editor.open_file(ORDERS);
    assert!(editor.diagnostics(REPORTS).is_empty());
    let text = editor.read(ORDERS);
    editor.change(ORDERS, 2, &text.replace("            $table->decimal('total', 10, 2);\n", ""));
    assert_eq!(editor.diagnostics(REPORTS), ["11:71 unknown-column", "21:66 unknown-column"]);
    // Closed without being saved, it is what lies on disk.
    editor.notify("textDocument/didClose", json!({ "textDocument": { "uri": editor.uri(ORDERS) } }));
    assert!(editor.diagnostics(REPORTS).is_empty());
}

#[test]
fn files_that_others_write_count_once_they_are_told_of() {
    let mut editor = Editor::open(SHOP, modern());
    editor.open_file(REPORTS);
    assert!(editor.diagnostics(REPORTS).is_empty());
    let told = |editor: &Editor, path: &str, kind: u8| {
        let changes = json!({ "changes": [{ "uri": editor.uri(path), "type": kind }] });
        editor.notify("workspace/didChangeWatchedFiles", changes);
    };
    let later = "database/migrations/2024_03_01_000000_drop_total.php";
    let drop = "<?php return new class extends Migration { function up() { Schema::table('orders', fn ($table) => $table->dropColumn('total')); } };";
    editor.write(later, drop);
    told(&editor, later, 1);
    assert_eq!(editor.diagnostics(REPORTS), ["11:71 unknown-column", "21:66 unknown-column"]);
    editor.write("tablecheck.yaml", "rules: {unknown-column: off}\n");
    told(&editor, "tablecheck.yaml", 1);
    assert!(editor.diagnostics(REPORTS).is_empty());
    editor.write("tablecheck.yaml", "rules: {unknown-colum: off}\n");
    editor.open_file("tablecheck.yaml");
    told(&editor, "tablecheck.yaml", 2);
    let params = json!({ "textDocument": { "uri": editor.uri("tablecheck.yaml") } });
    let wrong = editor.request("textDocument/diagnostic", params);
    assert!(wrong["items"][0]["message"].as_str().is_some_and(|text| text.contains("unknown-colum")), "{wrong}");
}

#[test]
fn who_does_not_ask_is_told() {
    let capabilities = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } });
    let mut editor = Editor::open(SHOP, capabilities);
    assert_eq!(editor.capabilities["diagnosticProvider"], Value::Null, "never both");
    let text = editor.read(REPORTS);
    editor.open_text(REPORTS, &text.replace("'orders'", "'ordres'"));
    let uri = editor.uri(REPORTS);
    let of = |version: i64| {
        let uri = uri.clone();
        move |params: &Value| params["uri"] == uri && params["version"] == version
    };
    let told = editor.await_told("textDocument/publishDiagnostics", |params| {
        of(1)(params) && params["diagnostics"].as_array().is_some_and(|list| !list.is_empty())
    });
    assert_eq!(short(&told["diagnostics"]), ["11:27 unknown-table"]);
    editor.change(REPORTS, 2, &text);
    let told = editor.await_told("textDocument/publishDiagnostics", of(2));
    assert!(short(&told["diagnostics"]).is_empty());
}

#[test]
fn everything_can_be_asked_for_at_once() {
    let mut editor = Editor::open(SHOP, modern());
    let text = editor.read(REPORTS).replace("'orders'", "'ordres'");
    editor.write(REPORTS, &text);
    let changes = json!({ "changes": [{ "uri": editor.uri(REPORTS), "type": 2 }] });
    editor.notify("workspace/didChangeWatchedFiles", changes);
    let all = editor.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    let with = |all: &Value, path: &str| {
        let uri = editor_uri(all, path);
        all["items"].as_array().expect("a list").iter().find(|item| item["uri"] == uri).cloned()
    };
    let reports = with(&all, REPORTS).expect("it has a finding");
    assert_eq!(short(&reports["items"]), ["11:27 unknown-table"]);
    // Whoever has all of that waits for what is new.
    let previous: Vec<Value> = all["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| json!({ "uri": item["uri"], "value": item["resultId"] }))
        .collect();
    let id = editor.send("workspace/diagnostic", json!({ "previousResultIds": previous }));
    editor.open_text(REPORTS, &text.replace("'ordres'", "'orders'"));
    let answer = editor.answer(&id).response_result.expect("it is answered");
    let reports = with(&answer, REPORTS).expect("it has changed");
    assert!(reports["items"].as_array().expect("a list").is_empty());
}

#[test]
fn the_paths_of_the_configuration_are_those_of_everything() {
    let mut editor = Editor::open(SHOP, modern());
    let text = editor.read(REPORTS).replace("'orders'", "'ordres'");
    editor.write(REPORTS, &text);
    editor.write("tablecheck.yaml", "paths: [database]\n");
    let changes =
        json!({ "changes": [{ "uri": editor.uri(REPORTS), "type": 2 }, { "uri": editor.uri("tablecheck.yaml"), "type": 1 }] });
    editor.notify("workspace/didChangeWatchedFiles", changes);
    let all = editor.request("workspace/diagnostic", json!({ "previousResultIds": [] }));
    assert_eq!(editor_uri(&all, REPORTS), "", "it lies elsewhere");
    // Who has it open sees what it says.
    assert_eq!(editor.diagnostics(REPORTS), ["11:27 unknown-table"]);
}

/// The address of a file, by those of the answer.
fn editor_uri(all: &Value, path: &str) -> String {
    let uris = all["items"].as_array().expect("a list").iter().filter_map(|item| item["uri"].as_str());
    uris.filter(|uri| uri.ends_with(path)).map(str::to_owned).next().unwrap_or_default()
}

#[test]
fn what_nobody_wants_any_more_is_not_worked_out() {
    let mut editor = Editor::open(SHOP, modern());
    editor.open_file(REPORTS);
    let params = json!({ "textDocument": { "uri": editor.uri(REPORTS) } });
    let id = editor.send("textDocument/diagnostic", params);
    editor.notify("$/cancelRequest", json!({ "id": 2 }));
    // Either it was too late, or it is said that there is no answer.
    let answer = editor.answer(&id).response_result;
    assert!(answer.as_ref().map_or_else(|error| error.code == -32800, |found| found["kind"] == "full"), "{answer:?}");
    assert!(editor.diagnostics(REPORTS).is_empty());
}

#[test]
fn hover_tells_what_a_name_means() {
    let mut editor = Editor::open(SHOP, modern());
    let hover = |editor: &mut Editor, path: &str, word: &str| {
        let place = editor.word(path, word);
        let answer = editor.request("textDocument/hover", place);
        editor.shown(&answer["contents"]["value"])
    };
    let table = hover(&mut editor, REPORTS, "orders')->where");
    assert!(
        table.contains("**table `orders`**") && table.contains("foreign key (user_id) to `users` (id), on delete cascade"),
        "{table}"
    );
    assert!(table.contains("created in [2024_01_02_000000_create_orders_table.php:10]"), "{table}");
    let column = hover(&mut editor, REPORTS, "status', 'open'");
    assert!(column.contains("orders.status varchar(20) not null, default 'open'"), "{column}");
    let raw = hover(&mut editor, REPORTS, "total > 5");
    assert!(raw.contains("orders.total decimal(10,2) not null"), "{raw}");
    let model = hover(&mut editor, "app/Models/Order.php", "Order extends");
    assert!(model.contains("by Laravel's convention") && model.contains("**table `orders`**"), "{model}");
    let relation = hover(&mut editor, "app/Models/Order.php", "user()");
    assert!(relation.contains("**belongsTo**: `orders.user_id` refers to `users.id`"), "{relation}");
    assert!(relation.contains("it has a foreign key, on delete cascade"), "{relation}");
    let nothing = editor.word(REPORTS, "class Reports");
    assert_eq!(editor.request("textDocument/hover", nothing), Value::Null);
}

#[test]
fn names_lead_to_their_definitions_and_uses() {
    let mut editor = Editor::open(SHOP, modern());
    let lines = |editor: &Editor, answer: &Value| -> Vec<String> {
        let list = answer.as_array().cloned().unwrap_or_default();
        let root = format!("{}/", editor.uri(""));
        let line = |place: &Value| {
            let path = place["uri"].as_str().unwrap_or_default().replace(&root, "");
            format!("{path}:{}", place["range"]["start"]["line"].as_u64().unwrap_or_default() + 1)
        };
        list.iter().map(line).collect()
    };
    let place = editor.word(REPORTS, "status', 'open'");
    let answer = editor.request("textDocument/definition", place.clone());
    assert_eq!(lines(&editor, &answer), [format!("{ORDERS}:13")]);
    let raw = editor.word(REPORTS, "orders o");
    let answer = editor.request("textDocument/definition", raw);
    assert_eq!(lines(&editor, &answer), [format!("{ORDERS}:10")]);
    // From a use and from the migration's line alike.
    let expected = [format!("{REPORTS}:11"), format!("{REPORTS}:16"), format!("{REPORTS}:21"), format!("{ORDERS}:13")];
    for mut place in [place, editor.word(ORDERS, "status', 20")] {
        place["context"] = json!({ "includeDeclaration": true });
        let answer = editor.request("textDocument/references", place);
        assert_eq!(lines(&editor, &answer), expected);
    }
    let place = editor.word(REPORTS, "status', 'open'");
    let answer = editor.request("textDocument/documentHighlight", place);
    assert_eq!(answer.as_array().map(Vec::len), Some(3));
}

#[test]
fn what_is_gone_says_what_became_of_it() {
    let migration = |name: &str, body: &str| {
        format!(
            "//- /database/migrations/{name}.php\n<?php\nuse Illuminate\\Support\\Facades\\Schema;\nreturn new class extends \\Illuminate\\Database\\Migrations\\Migration {{\n    public function up(): void {{\n        {body}\n    }}\n}};\n"
        )
    };
    let later = [
        migration(
            "2024_03_01_000000_visits",
            "Schema::create('visits', function ($table) { $table->id(); $table->string('page'); });",
        ),
        migration("2024_04_01_000000_drop", "Schema::table('orders', fn ($table) => $table->dropColumn('notes'));"),
        migration("2024_05_01_000000_rename", "Schema::table('orders', fn ($table) => $table->renameColumn('status', 'state'));"),
        migration("2024_06_01_000000_leave", "Schema::drop('visits');"),
        migration("2024_07_01_000000_call", "Schema::rename('users', 'members');"),
        format!(
            "//- /app/Late.php\n{}",
            method(
                "DB::table('orders')->where('notes', 1)->orderBy('status')->get();
        DB::table('visits')->where('page', 1)->get();
        DB::table('users')->where('email', 2)->insert(['name' => 3]);"
            )
        ),
    ];
    let mut editor = Editor::open(&format!("{SHOP}{}", later.concat()), modern());
    let created = "[2024_01_02_000000_create_orders_table.php:";
    for (path, word, expected) in [
        (
            "app/Late.php",
            "notes'",
            ["**`orders.notes`**", "`orders.notes`** was dropped in [2024_04_01_000000_drop.php:5]", created],
        ),
        (
            "app/Late.php",
            "status'",
            ["`orders.status`** was renamed to `state` in [2024_05_01_000000_rename.php:5]", "orders.state varchar(20)", created],
        ),
        (
            "app/Late.php",
            "visits'",
            ["`visits`** was dropped in [2024_06_01_000000_leave.php:5]", "created in [2024_03_01_000000_visits.php:5]", ""],
        ),
        ("app/Late.php", "page'", ["**`visits.page`** is no longer there: `visits` was dropped in", "created in [2024_03", ""]),
        (
            "app/Late.php",
            "users'",
            ["**`users`** was renamed to `members` in [2024_07_01_000000_call.php:5]", "**table `members`**", ""],
        ),
        (
            "app/Late.php",
            "email'",
            ["**`users.email`** is no longer there: `users` was renamed to `members`", "members.email varchar", ""],
        ),
        ("app/Late.php", "name' => 3", ["**`users.name`** is no longer there", "members.name varchar", ""]),
        // In migrations alike.
        (ORDERS, "notes'", ["`orders.notes`** was dropped in [2024_04_01_000000_drop.php:5]", created, ""]),
        (ORDERS, "status'", ["`orders.status`** was renamed to `state`", "orders.state varchar(20)", ""]),
        ("database/migrations/2024_04_01_000000_drop.php", "notes'", ["`orders.notes`** was dropped in", created, ""]),
        ("database/migrations/2024_03_01_000000_visits.php", "visits'", ["`visits`** was dropped in [2024_06", "", ""]),
        ("database/migrations/2024_03_01_000000_visits.php", "page'", ["`visits.page`** is no longer there", "", ""]),
    ] {
        let place = editor.word(path, word);
        let answer = editor.request("textDocument/hover", place.clone());
        let text = editor.shown(&answer["contents"]["value"]);
        for part in expected {
            assert!(text.contains(part), "{path} {word}: {part} is not in {text}");
        }
        let places = editor.request("textDocument/definition", place);
        assert!(
            places.as_array().is_some_and(|places| places.len() >= 2),
            "{path} {word}: where it was made and ended: {places}"
        );
    }
    // What is still there says nothing of the kind.
    let place = editor.word("app/Late.php", "orders'");
    let answer = editor.request("textDocument/hover", place);
    assert!(!editor.shown(&answer).contains("no longer"), "{answer}");
    let mut place = editor.word("app/Late.php", "notes'");
    place["newName"] = json!("remarks");
    assert!(editor.refused("textDocument/rename", place).contains("no longer there"));
}

#[test]
fn symbols_are_tables_and_columns() {
    let mut editor = Editor::open(SHOP, modern());
    editor.diagnostics(REPORTS);
    let answer = editor.request("workspace/symbol", json!({ "query": "tot" }));
    assert_eq!(answer[0]["name"], "total");
    assert_eq!(answer[0]["containerName"], "orders");
    let answer = editor.request("workspace/symbol", json!({ "query": "ord" }));
    assert_eq!(answer[0]["name"], "orders");
    let params = json!({ "textDocument": { "uri": editor.uri(ORDERS) } });
    let answer = editor.request("textDocument/documentSymbol", params);
    assert_eq!(answer[0]["name"], "orders");
    let columns: Vec<&str> =
        answer[0]["children"].as_array().expect("a list").iter().filter_map(|child| child["name"].as_str()).collect();
    assert_eq!(columns, ["user_id", "status", "total", "notes"]);
}

#[test]
fn what_a_server_cannot_do_is_said_and_ends_nothing() {
    let mut editor = Editor::open(SHOP, modern());
    assert!(editor.refused("textDocument/formatting", json!({})).contains("no method"));
    assert!(editor.refused("textDocument/hover", json!({ "position": 5 })).contains("textDocument/hover"));
    let outside = json!({ "textDocument": { "uri": "file:///nowhere/at/all.php" }, "position": { "line": 0, "character": 0 } });
    assert_eq!(editor.request("textDocument/hover", outside), Value::Null);
    let beyond = json!({ "textDocument": { "uri": editor.uri(REPORTS) }, "position": { "line": 99_999, "character": 7 } });
    assert_eq!(editor.request("textDocument/hover", beyond), Value::Null);
    assert!(editor.diagnostics(REPORTS).is_empty());
}

#[test]
fn what_is_known_here_is_told() {
    let mut editor = Editor::open(SHOP, modern());
    let params = json!({ "textDocument": { "uri": editor.uri(ORDERS) } });
    let lenses = editor.request("textDocument/codeLens", params.clone());
    assert_eq!(lenses[0]["command"]["title"], "orders: 7 columns, 3 uses");
    let command = json!({ "command": "tablecheck.explainHere", "arguments": lenses[0]["command"]["arguments"] });
    let told = editor.request("workspace/executeCommand", command);
    let told = told.as_str().expect("a text");
    assert!(
        told.contains("**table `orders`**")
            && told.contains("tablecheck replayed 2 migrations of this project, which create 2 tables"),
        "{told}"
    );
    let text = editor.read(ORDERS);
    let end = json!({ "line": text.lines().count(), "character": 0 });
    let mut params = params;
    params["range"] = json!({ "start": { "line": 0, "character": 0 }, "end": end });
    let hints = editor.request("textDocument/inlayHint", params);
    assert_eq!(hints[0]["label"], "→ users.id");
}

/// The answers of the program to what stands on its standard input: methods or ids with the codes of errors.
fn answers(input: &[u8]) -> Vec<String> {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablecheck"));
    let mut program =
        command.args(["lsp", "--no-cache"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    program.stdin.take().expect("it reads").write_all(input).expect("it listens");
    let output = program.wait_with_output().expect("it ends");
    assert!(output.status.success(), "it ends in peace");
    let text = String::from_utf8(output.stdout).expect("a text");
    let bodies = text.split("Content-Length: ").skip(1).map(|part| part.split_once("\r\n\r\n").expect("a body").1);
    let messages = bodies.map(|body| serde_json::from_str::<Value>(body).expect("JSON"));
    messages.map(|message| format!("{} {}", message["id"], message["error"]["code"])).collect()
}

#[test]
fn what_is_no_message_is_refused_and_ends_nothing() {
    let framed = |body: Value| format!("Content-Length: {}\r\n\r\n{body}", body.to_string().len());
    let ask =
        |id: i32, method: &str, params: Value| framed(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
    let exit = framed(json!({ "jsonrpc": "2.0", "method": "exit" }));
    let input = [
        "Content-Length: 3\r\n\r\n{{{".to_owned(),
        // Its parameters are wrong, and then they are right.
        ask(1, "initialize", json!({ "capabilities": 7 })),
        ask(2, "initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} })),
        // A client that does not say that it has understood.
        ask(3, "workspace/symbol", json!({ "query": "x" })),
        "Content-Type: json\r\n\r\n{\"id\":4}".to_owned(),
        framed(json!({ "id": 5 })),
        framed(json!([1, 2])),
        ask(6, "workspace/symbol", json!({ "query": "x" })),
        ask(7, "shutdown", Value::Null),
        exit,
    ];
    let mut told = answers(input.concat().as_bytes());
    // What is refused needs no turn.
    told.sort();
    let expected = ["1 -32602", "2 null", "3 null", "5 -32600", "6 null", "7 null", "null -32600", "null -32700", "null -32700"];
    assert_eq!(told, expected);
}

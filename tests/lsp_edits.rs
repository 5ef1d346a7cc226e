//! Edits that editors get over the real protocol: of findings, of new migrations, of renames.

#[path = "support/editor.rs"]
#[expect(dead_code, reason = "other sessions use the rest")]
mod editor;
#[path = "support/orders.rs"]
mod orders;

use editor::{Editor, modern};
use orders::{ORDERS, REPORTS, SHOP, method};
use serde_json::{Value, json};

/// The new text of a file after an edit's changes to it.
fn edited(editor: &Editor, path: &str, edit: &Value) -> String {
    let mut text = editor.read(path);
    let uri = editor.uri(path);
    let mut edits: Vec<Value> = match edit.get("changes") {
        Some(changes) => changes[&uri].as_array().cloned().unwrap_or_default(),
        None => {
            let changes = edit["documentChanges"].as_array().cloned().unwrap_or_default();
            let own = changes.iter().filter(|change| change["textDocument"]["uri"] == uri);
            own.flat_map(|change| change["edits"].as_array().cloned().unwrap_or_default()).collect()
        }
    };
    let at = |text: &str, place: &Value| {
        let number = |key: &str| usize::try_from(place[key].as_u64().unwrap_or_default()).expect("it fits");
        let line = number("line");
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + number("character")
    };
    // From the end on, so that places stay as they are.
    edits.sort_by_key(|edit| std::cmp::Reverse(at(&text, &edit["range"]["start"])));
    for edit in edits {
        let (start, end) = (at(&text, &edit["range"]["start"]), at(&text, &edit["range"]["end"]));
        text.replace_range(start..end, edit["newText"].as_str().unwrap_or_default());
    }
    text
}

/// The code actions at a word of a file.
fn actions(editor: &mut Editor, path: &str, word: &str) -> Vec<Value> {
    let place = editor.word(path, word);
    let range = json!({ "start": place["position"], "end": place["position"] });
    let params = json!({ "textDocument": place["textDocument"], "range": range, "context": { "diagnostics": [] } });
    editor.request("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let titles: Vec<&str> = actions.iter().filter_map(|action| action["title"].as_str()).collect();
    actions.iter().find(|action| action["title"] == title).unwrap_or_else(|| panic!("{title} is not among {titles:?}"))
}

#[test]
fn findings_come_with_actions() {
    let body = "DB::table('orders')->where('statuss', 1)->get();
        DB::table('ordres')->insert(['user_id' => 1, 'paid_at' => now()]);
        DB::table('orders')->insert(['user_id' => 1]);
        DB::table('orders')->pluck('colour');";
    let mut editor = Editor::open(&format!("{SHOP}//- /app/Late.php\n{}", method(body)), modern());
    let path = "app/Late.php";
    let found = actions(&mut editor, path, "statuss");
    let fix = titled(&found, "Change `statuss` to `status`");
    assert_eq!(fix["isPreferred"], true);
    assert_eq!(fix["diagnostics"][0]["code"], "unknown-column");
    assert!(edited(&editor, path, &fix["edit"]).contains("where('status', 1)"));
    let silence = titled(&found, "Silence `unknown-column` here");
    let text = edited(&editor, path, &silence["edit"]);
    assert!(
        text.contains("        // @tablecheck-ignore unknown-column\n        DB::table('orders')->where('statuss'"),
        "{text}"
    );
    let found = actions(&mut editor, path, "ordres");
    let create = titled(&found, "Create a migration: table `ordres`");
    let text = create["edit"]["documentChanges"][1]["edits"][0]["newText"].as_str().expect("it has a text");
    for line in [
        "Schema::create('ordres', function (Blueprint $table) {",
        "$table->foreignId('user_id');",
        "$table->timestamp('paid_at')->nullable();",
        "Schema::dropIfExists('ordres');",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    let uri = create["edit"]["documentChanges"][0]["uri"].as_str().expect("it makes a file");
    assert!(uri.contains("/database/migrations/") && uri.ends_with("_create_ordres_table.php"), "{uri}");
    let found = actions(&mut editor, path, "insert(['user_id' => 1]");
    let add = titled(&found, "Add `total`");
    assert!(edited(&editor, path, &add["edit"]).contains("insert(['total' => '', 'user_id' => 1])"));
    let found = actions(&mut editor, path, "colour");
    let create = titled(&found, "Create a migration: column `orders.colour`");
    let text = create["edit"]["documentChanges"][1]["edits"][0]["newText"].as_str().expect("it has a text");
    assert!(text.contains("$table->string('colour')->nullable();") && text.contains("dropColumn('colour')"), "{text}");
    // All that is safe, at once.
    let place = editor.word(path, "class");
    let range = json!({ "start": place["position"], "end": place["position"] });
    let context = json!({ "diagnostics": [], "only": ["source.fixAll"] });
    let params = json!({ "textDocument": place["textDocument"], "range": range, "context": context });
    let all = editor.request("textDocument/codeAction", params);
    let text = edited(&editor, path, &all[0]["edit"]);
    assert!(text.contains("'status', 1") && text.contains("table('orders')->insert(['user_id' => 1, 'paid_at'"), "{text}");
}

#[test]
fn keys_and_indexes_get_their_migrations() {
    let project = SHOP.replace("->constrained()->cascadeOnDelete()", "");
    let mut editor = Editor::open(&project, modern());
    let found = actions(&mut editor, ORDERS, "user_id");
    let create = titled(&found, "Create a migration: foreign key of `orders.user_id` to `users`");
    let text = create["edit"]["documentChanges"][1]["edits"][0]["newText"].as_str().expect("it has a text");
    assert!(text.contains("$table->foreign('user_id')->references('id')->on('users')"), "{text}");
}

#[test]
fn a_column_is_renamed_with_a_migration() {
    let mut editor = Editor::open(SHOP, modern());
    let place = editor.word(REPORTS, "status', 'open'");
    let prepared = editor.request("textDocument/prepareRename", place.clone());
    assert_eq!(prepared["placeholder"], "status");
    let mut params = place.clone();
    params["newName"] = json!("state");
    let edit = editor.request("textDocument/rename", params);
    let text = edited(&editor, REPORTS, &edit);
    assert!(text.contains("where('state', 'open')") && text.contains("where('state', 'late')"), "{text}");
    assert!(text.contains("select o.state from orders o"), "{text}");
    assert_eq!(edited(&editor, ORDERS, &edit), editor.read(ORDERS), "migrations that are there stay");
    let made = &edit["documentChanges"][1]["edits"][0]["newText"];
    let made = made.as_str().expect("there is a migration");
    assert!(
        made.contains("$table->renameColumn('status', 'state');") && made.contains("$table->renameColumn('state', 'status');"),
        "{made}"
    );
    let mut params = place;
    params["newName"] = json!("total");
    assert!(editor.refused("textDocument/rename", params).contains("`total` already exists"));
}

#[test]
fn a_table_is_renamed_with_its_model() {
    let mut editor = Editor::open(SHOP, modern());
    let mut params = editor.word(REPORTS, "orders')->where");
    params["newName"] = json!("purchases");
    let edit = editor.request("textDocument/rename", params);
    let text = edited(&editor, REPORTS, &edit);
    assert!(text.contains("DB::table('purchases')") && text.contains("from purchases o"), "{text}");
    let model = edited(&editor, "app/Models/Order.php", &edit);
    assert!(model.contains("{\n    protected $table = 'purchases';"), "{model}");
    let made = edit["documentChanges"][1]["edits"][0]["newText"].as_str().expect("there is a migration").to_owned();
    assert!(made.contains("Schema::rename('orders', 'purchases');"), "{made}");
}

#[test]
fn what_is_not_certain_is_not_renamed() {
    let body = "$column = 'sta' . 'tus';
        DB::table('orders')->where($column, 1)->get();";
    let mut editor = Editor::open(&format!("{SHOP}//- /app/Late.php\n{}", method(body)), modern());
    let mut params = editor.word(REPORTS, "status', 'open'");
    params["newName"] = json!("state");
    let said = editor.refused("textDocument/rename", params);
    assert!(said.contains("`status` is not renamed") && said.contains("app/Late.php:"), "{said}");
}

#[test]
fn a_column_that_unknown_writes_may_name_is_not_renamed() {
    let whole = |body: &str| {
        let body = format!("$request = new \\Illuminate\\Http\\Request; {body}");
        method(&body).replace("function now()", "function now(array $data, string $name)")
    };
    for body in [
        "Order::create($request->all());",
        "Order::query()->updateOrCreate(['id' => 1], $request->all());",
        "(new Order($data))->save();",
        "Order::find(1)->update($request->except('_token'));",
        "Order::find(1)->forceFill($data)->save();",
        "Order::create(['total' => 1, ...$data]);",
        "DB::table('orders')->insert($data);",
        "DB::table('orders')->where('id', 1)->update(['total' => 1] + $data);",
        "User::find(1)->orders()->create($data);",
        "DB::table('orders')->orderBy($name)->get();",
    ] {
        let mut editor = Editor::open(&format!("{SHOP}//- /app/Late.php\n{}", whole(body)), modern());
        let mut params = editor.word(REPORTS, "status', 'open'");
        params["newName"] = json!("state");
        let said = editor.refused("textDocument/rename", params);
        assert!(
            said.contains("in 1 place it is not clear") && said.contains("app/Late.php:9: it is not known whether"),
            "{body}: {said}"
        );
    }
    // What is listed as fillable keeps the column out; other tables are others.
    for (model, body) in [
        ("protected $fillable = ['total'];", "Order::create($request->all());"),
        ("protected $guarded = [];", "User::create($request->all());"),
        ("protected $guarded = [];", "DB::table('users')->insert($data); DB::table('users')->orderBy($name);"),
    ] {
        let shop = SHOP.replace("protected $guarded = [];", model);
        let mut editor = Editor::open(&format!("{shop}//- /app/Late.php\n{}", whole(body)), modern());
        let mut params = editor.word(REPORTS, "status', 'open'");
        params["newName"] = json!("state");
        let edit = editor.request("textDocument/rename", params);
        assert!(edited(&editor, REPORTS, &edit).contains("where('state', 'open')"), "{body}");
    }
}

#[test]
fn what_a_rename_cannot_know_is_said() {
    let said = |body: &str, word: &str, new: &str| {
        let code = method(body).replace("now()", "now(\\Illuminate\\Http\\Request $request)");
        let mut editor = Editor::open(&format!("{SHOP}//- /app/Late.php\n{code}"), modern());
        let mut params = editor.word(REPORTS, word);
        params["newName"] = json!(new);
        editor.request("textDocument/rename", params);
        editor.await_told("window/showMessage", |_| true)["message"].as_str().unwrap_or_default().to_owned()
    };
    let field = "Order::create($request->validate(['status' => 'required', 'total' => 'required']));";
    assert_eq!(said(field, "status', 'open'", "state"), "1 place renames a field of a request, too: change what sends it");
    assert_eq!(
        said("foreach ($this->names() as $name) { DB::table($name)->get(); }", "orders')->where", "purchases"),
        "1 place names a table that is not known and may be `orders`: check them"
    );
}

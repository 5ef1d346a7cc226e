//! Sessions of editors over the real protocol.

#[path = "support/editor.rs"]
#[expect(dead_code, reason = "other sessions use the rest")]
mod editor;
#[path = "support/orders.rs"]
mod orders;

use editor::{Editor, modern, short};
use orders::{ORDERS, REPORTS, SHOP, method};
use serde_json::{Value, json};

/// The names of an answer's completions.
fn labels(answer: &Value) -> Vec<String> {
    let items = answer["items"].as_array().cloned().unwrap_or_default();
    let mut items: Vec<(String, String)> = items
        .iter()
        .map(|item| {
            (item["sortText"].as_str().unwrap_or_default().to_owned(), item["label"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    items.sort();
    items.into_iter().map(|(_, label)| label).collect()
}

/// What is completed at the mark `¦` of a file's new text.
fn completed(editor: &mut Editor, path: &str, version: i32, text: &str) -> Value {
    let (text, place) = editor.place(path, text);
    editor.change(path, version, &text);
    editor.request("textDocument/completion", place)
}

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
fn tables_and_columns_are_completed_where_they_go() {
    let mut editor = Editor::open(SHOP, modern());
    editor.open_file(REPORTS);
    let tables = ["orders", "users"];
    let columns = ["created_at", "id", "notes", "status", "total", "updated_at", "user_id"];
    for (number, (body, expected)) in (2..).zip([
        ("DB::table('¦')->get();", tables.as_slice()),
        ("DB::table('or¦')->get();", &tables),
        ("DB::table('orders')->join('¦', 'a', '=', 'b');", &tables),
        ("DB::table('orders')->where('¦', 1)->get();", &columns),
        ("DB::table('orders')->where('sta¦tus', 1)->get();", &columns),
        ("DB::table('orders')->select('id', '¦')->get();", &columns),
        ("DB::table('orders')->orderBy('¦')->get();", &columns),
        ("Order::where('¦')->get();", &columns),
        ("Order::query()->pluck('¦');", &columns),
        ("User::first()->orders()->where('¦', 2)->get();", &columns),
        ("DB::table('orders as o')->where('o.¦', 1)->get();", &columns),
        ("DB::select(\"select ¦ from orders\");", &columns),
        ("DB::select(\"select o.¦ from orders o\");", &columns),
        ("DB::select(\"select * from ¦\");", &tables),
        ("request()->validate(['x' => 'exists:¦']);", &tables),
        ("request()->validate(['x' => 'exists:orders,¦']);", &columns),
        ("\\Illuminate\\Validation\\Rule::exists('orders', '¦');", &columns),
        // Text that does not parse.
        ("DB::table('orders')->where('¦", &columns),
        ("DB::table('¦", &tables),
        ("$x = Order::where('sta¦\n        return $x;", &columns),
        ("foo(DB::table('orders')->where(['¦", &columns),
    ]) {
        let answer = completed(&mut editor, REPORTS, number, &method(body));
        let mut found = labels(&answer);
        found.sort();
        assert_eq!(found, expected, "{body}");
    }
}

#[test]
fn columns_are_completed_where_a_schema_is_asked_for_them() {
    let mut editor = Editor::open(SHOP, modern());
    editor.open_file(REPORTS);
    let columns = ["created_at", "email", "id", "name", "updated_at"];
    for (number, body) in (2..).zip([
        "\\Schema::hasColumn('users', '¦');",
        "if (! \\Schema::hasColumns('users', ['id', '¦'])) { return; }",
        "\\Schema::hasColumn(column: '¦', table: 'users');",
        "return \\Schema::getColumnType('users', '¦');",
        "\\Schema::connection('mysql')->hasColumn('users', '¦",
    ]) {
        let answer = completed(&mut editor, REPORTS, number, &method(body));
        let mut found = labels(&answer);
        found.sort();
        assert_eq!(found, columns, "{body}");
    }
    // What is called the same elsewhere names no table.
    let answer = completed(&mut editor, REPORTS, 20, &method("\\Schema::getTables(); $this->events->on('¦');"));
    assert_eq!(answer, Value::Null);
}

/// A shop whose models share code: a trait of one, a trait of two, an abstract parent, and a builder of its own.
fn sharing() -> String {
    SHOP.replace("protected $fillable = ['email', 'name'];", "use \\App\\Dated;\n    protected $fillable = ['email', 'name'];")
        .replace(
            "    protected $guarded = [];\n",
            "    use \\App\\Dated, \\App\\Paid;\n    protected static string $builder = \\App\\OrderBuilder::class;\n",
        )
        .replace("class Order extends \\Illuminate\\Database\\Eloquent\\Model", "class Order extends \\App\\Base")
        + "//- /app/Dated.php\n<?php\n//- /app/Paid.php\n<?php\n//- /app/OrderBuilder.php\n<?php\n//- /app/Base.php\n<?php\n"
}

#[test]
fn code_that_models_share_is_completed_by_what_they_have_in_common() {
    let mut editor = Editor::open(&sharing(), modern());
    let orders = ["created_at", "id", "notes", "status", "total", "updated_at", "user_id"];
    let both = ["created_at", "id", "updated_at"];
    for (number, (path, class, body, expected)) in (2..).zip([
        ("app/Paid.php", "trait Paid", "public function scopePaid($query) { return $query->where('¦', 1); }", orders.as_slice()),
        ("app/Paid.php", "trait Paid", "public function scopePaid($query) { return $query->where('¦\n    }", &orders),
        (
            "app/Paid.php",
            "trait Paid",
            "public static function bootPaid() { static::addGlobalScope('x', fn ($q) => $q->where('¦', 1)); }",
            &orders,
        ),
        ("app/Dated.php", "trait Dated", "public function scopeDated($query) { return $query->latest('¦'); }", &both),
        ("app/Dated.php", "trait Dated", "public static function newest() { return static::orderBy('¦')->first(); }", &both),
        (
            "app/Base.php",
            "abstract class Base extends \\Illuminate\\Database\\Eloquent\\Model",
            "public function scopeX($q) { $q->where('¦', 1); }",
            &orders,
        ),
        (
            "app/OrderBuilder.php",
            "class OrderBuilder extends \\Illuminate\\Database\\Eloquent\\Builder",
            "public function open(): static { return $this->where('¦', 1); }",
            &orders,
        ),
        (
            "app/OrderBuilder.php",
            "class OrderBuilder extends \\Illuminate\\Database\\Eloquent\\Builder",
            "public function open() { $this->where(fn ($q) => $q->orWhere('¦",
            &orders,
        ),
    ]) {
        let base = "<?php\nnamespace App;\nabstract class Base extends \\Illuminate\\Database\\Eloquent\\Model {}\n";
        let shell = if path == "app/Base.php" { String::new() } else { base.to_owned() };
        editor.open_text("app/Base.php", &shell);
        let text = format!("<?php\nnamespace App;\n{class}\n{{\n    {body}\n}}\n");
        let (written, place) = editor.place(path, &text);
        editor.open_text(path, &written);
        editor.diagnostics(path);
        let mut found = labels(&editor.request("textDocument/completion", place));
        found.sort();
        assert_eq!(found, expected, "{number}: {body}");
    }
}

#[test]
fn members_of_models_are_completed() {
    let mut editor = Editor::open(SHOP, modern());
    let path = "app/Models/User.php";
    editor.open_file(path);
    let columns = ["created_at", "email", "id", "name", "updated_at"];
    let tables = ["orders", "users"];
    for (number, (body, expected)) in (2..).zip([
        ("protected $fillable = ['email', '¦'];", columns.as_slice()),
        ("protected $casts = ['¦' => 'int'];", &columns),
        ("protected function casts(): array { return ['¦' => 'int']; }", &columns),
        ("protected $hidden = ['¦", &columns),
        ("protected $table = '¦';", &tables),
    ]) {
        let text = format!(
            "<?php\nnamespace App\\Models;\nclass User extends \\Illuminate\\Database\\Eloquent\\Model\n{{\n    {body}\n}}\n"
        );
        let mut found = labels(&completed(&mut editor, path, number, &text));
        found.sort();
        assert_eq!(found, expected, "{body}");
    }
}

#[test]
fn relations_are_completed_where_they_are_asked_for() {
    let mut editor = Editor::open(SHOP, modern());
    editor.open_file(REPORTS);
    for (number, (body, expected)) in (2..).zip([
        ("Order::with('¦')->get();", "user"),
        ("User::whereHas('ord¦', fn ($query) => $query->where('id', 1));", "orders"),
        ("User::first()->load(['¦']);", "orders"),
        ("User::with('orders.¦')->get();", "user"),
        ("User::withCount('¦')->get();", "orders"),
        ("Order::with('¦", "user"),
    ]) {
        let answer = completed(&mut editor, REPORTS, number, &method(body));
        assert_eq!(labels(&answer), [expected], "{body}");
    }
    let answer = completed(&mut editor, REPORTS, 20, &method("Order::with('¦')->get();"));
    assert_eq!(answer["items"][0]["detail"], "belongsTo User");
}

#[test]
fn before_a_dot_the_tables_of_the_query_are_offered() {
    let mut editor = Editor::open(SHOP, modern());
    editor.open_file(REPORTS);
    for (number, (body, expected)) in (2..).zip([
        ("Order::query()->where('or¦ders.status', 1)->get();", vec!["orders"]),
        (
            "DB::table('orders')->join('users', 'users.id', '=', 'orders.user_id')->orderBy('¦.status')->get();",
            vec!["orders", "users"],
        ),
    ]) {
        let answer = completed(&mut editor, REPORTS, number, &method(body));
        assert_eq!(labels(&answer), expected, "{body}");
    }
}

#[test]
fn a_file_that_is_not_saved_yet_is_completed() {
    let mut editor = Editor::open(SHOP, modern());
    editor.diagnostics(REPORTS);
    let (text, place) = editor.place("app/New.php", "<?php DB::table('¦')->get();");
    editor.open_text("app/New.php", &text);
    assert_eq!(labels(&editor.request("textDocument/completion", place)), ["orders", "users"]);
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
fn a_row_is_offered_what_it_lacks_first() {
    let mut editor = Editor::open(SHOP, modern());
    editor.open_file(REPORTS);
    let answer = completed(&mut editor, REPORTS, 2, &method("DB::table('orders')->insert(['user_id' => 1, '¦']);"));
    let found = labels(&answer);
    assert_eq!(found[0], "total", "it is required: {found:?}");
    assert!(!found.contains(&"user_id".to_owned()), "it is there: {found:?}");
    let total = answer["items"].as_array().expect("a list").iter().find(|item| item["label"] == "total").expect("it is offered");
    assert_eq!(total["detail"], "orders: decimal(10,2) not null");
    let documentation = total["documentation"]["value"].as_str().expect("it says where it comes from");
    assert!(documentation.contains("$table->decimal('total', 10, 2);"), "{documentation}");
    // What is written is replaced, also behind the cursor.
    let answer = completed(&mut editor, REPORTS, 3, &method("DB::table('orders')->where('st¦atus', 1);"));
    let range = &answer["items"][0]["textEdit"]["range"];
    assert_eq!((&range["start"]["character"], &range["end"]["character"]), (&json!(36), &json!(42)));
}

#[test]
fn migrations_are_completed_by_the_schema_at_their_time() {
    let mut editor = Editor::open(SHOP, modern());
    let path = "database/migrations/2024_02_01_000000_change_orders.php";
    let text = |body: &str| {
        format!(
            "<?php return new class extends Migration {{ public function up(): void {{ Schema::table('orders', function (Blueprint $table) {{ $table->string('code');\n{body}\n}}); }} }};"
        )
    };
    editor.write(path, &text(""));
    editor.write("database/migrations/2024_09_01_000000_later.php", "<?php return new class extends Migration { function up() { Schema::table('orders', fn ($t) => $t->string('later')); Schema::create('afterwards', fn ($t) => $t->id()); } };");
    editor.open_file(path);
    let columns = ["code", "created_at", "id", "notes", "status", "total", "updated_at", "user_id"];
    let tables = ["orders", "users"];
    let columns_before = &columns[1..];
    for (number, (body, expected)) in (2..).zip([
        ("$table->text('x')->after('¦');", columns.as_slice()),
        ("$table->index('¦');", &columns),
        ("$table->unique(['id', '¦']);", &columns),
        ("$table->dropColumn('¦');", &columns),
        ("$table->foreign('¦')->references('id')->on('users');", &columns),
        ("$table->foreign('x')->references('id')->on('¦');", &tables),
        ("$table->foreignId('x')->constrained('¦');", &tables),
        ("$table->foreign('x')->references('¦')->on('users');", &["created_at", "email", "id", "name", "updated_at"]),
        ("$table->dropColumn('¦", &columns),
        ("$table->foreign('x')->on('users')->references('¦');", &["created_at", "email", "id", "name", "updated_at"]),
        // By what convention makes of the name.
        ("$table->foreign('user_id')->references('¦');", &["created_at", "email", "id", "name", "updated_at"]),
        ("$table->foreignId('x')->constrained('users', '¦');", &["created_at", "email", "id", "name", "updated_at"]),
        (
            "$table->foreignId('x')->constrained(table: 'users', column: '¦');",
            &["created_at", "email", "id", "name", "updated_at"],
        ),
        ("$table->index(name: 'x', columns: ['¦']);", &columns),
        ("$table->renameColumn(to: 'x', from: '¦');", &columns),
        ("if (! Schema::hasColumn('orders', '¦')) { return; }", &columns),
        // Queries, too: `later` is not there yet.
        ("DB::table('orders')->update(['¦' => 1]);", columns_before),
        ("DB::table('¦')->get();", &tables),
    ]) {
        let answer = completed(&mut editor, path, number, &text(body));
        let mut found = labels(&answer);
        found.sort();
        assert_eq!(found, expected, "{body}");
    }
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

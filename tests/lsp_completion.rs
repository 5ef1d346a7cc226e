//! What editors are offered while a name is being written.

#[path = "support/editor.rs"]
#[expect(dead_code, reason = "other sessions use the rest")]
mod editor;
#[path = "support/orders.rs"]
#[expect(dead_code, reason = "other sessions use the rest")]
mod orders;

use editor::{Editor, modern};
use orders::{REPORTS, SHOP, method};
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

//! `tablecheck references --unused` from outside: what is listed, and what is not because something may use it.

use serde_json::Value;

/// The migration and model that every project here starts with; `{columns}` and `{more}` are the test's own.
fn files<'f>(columns: &str, more: &str, others: &[(&'f str, &'f str)]) -> Vec<(&'f str, String)> {
    let migration = format!(
        "<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{{
    public function up(): void
    {{
        Schema::create('parcels', function (Blueprint $table) {{
            $table->id();
            {columns}
            $table->timestamps();
        }});
        {more}
    }}
}};
"
    );
    let model = "<?php\nnamespace App\\Models;\n\nuse Illuminate\\Database\\Eloquent\\Model;\n\nclass Parcel extends Model\n{\n    \
                 protected $fillable = ['label'];\n}\n";
    let mut files = vec![
        ("composer.json", r#"{"autoload": {"psr-4": {"App\\": "app/"}}}"#.to_owned()),
        ("database/migrations/2024_01_01_000000_create_parcels_table.php", migration),
        ("app/Models/Parcel.php", model.to_owned()),
    ];
    files.extend(others.iter().map(|(path, text)| (*path, (*text).to_owned())));
    files
}

fn run(files: &[(&str, String)], format: &str) -> String {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
    }
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_tablecheck"));
    let ran = command.current_dir(folder.path()).args(["references", "--unused", "--format", format]).assert().code(0);
    String::from_utf8(ran.get_output().stdout.clone()).expect("the program prints UTF-8")
}

fn json(files: &[(&str, String)]) -> Value {
    serde_json::from_str(&run(files, "json")).expect("the format prints JSON")
}

/// What is listed: `table`, `table.column` and `table#index`.
fn listed(files: &[(&str, String)]) -> Vec<String> {
    let document = json(files);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut listed = Vec::new();
    for table in list(&document["tables"]) {
        let name = table["table"].as_str().unwrap_or_default().to_owned();
        let of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        listed.extend(list(&table["columns"]).iter().map(|column| format!("{name}.{}", of(&column["column"]))));
        listed.extend(list(&table["indexes"]).iter().map(|index| format!("{name}#{}", of(&index["index"]))));
        if table["unused"] == true {
            listed.push(name);
        }
    }
    listed
}

/// What is listed of a project whose parcels have some columns.
fn of(columns: &str, others: &[(&str, &str)]) -> Vec<String> {
    listed(&files(columns, "", others))
}

#[test]
fn a_column_that_no_code_names_is_listed() {
    let listed = of("$table->string('label'); $table->string('wrapping')->nullable();", &[]);
    assert_eq!(listed, ["parcels.wrapping"]);
}

#[test]
fn a_name_in_any_spelling_anywhere_is_a_use() {
    let column = "$table->date('handed_over')->nullable();";
    let php = |code: &str| {
        format!("<?php\nnamespace App;\n\nclass Desk\n{{\n    public function run($parcel)\n    {{\n        {code}\n    }}\n}}\n")
    };
    for code in [
        "return $parcel->handed_over;",
        "return $parcel['handed_over'];",
        "return Models\\Parcel::whereHandedOver(null)->get();",
        "return \\DB::select('select handed_over from parcels');",
        "return $parcel->{'handed_' . $this->how};",
        "return $parcel->{\"{$this->when}_over\"};",
        "return $parcel->handedOver;",
    ] {
        assert_eq!(of(column, &[("app/Desk.php", &php(code))]), Vec::<String>::new(), "{code}");
    }
    for (path, text) in [
        ("resources/views/parcel.blade.php", "<td>{{ $parcel->handed_over }}</td>"),
        ("resources/js/Parcel.vue", "<template>{{ parcel.handedOver }}</template>"),
        ("resources/js/parcel.ts", "export interface Parcel { handed_over: string }"),
        ("config/fields.php", "<?php return ['fields' => ['handed_over']];"),
        ("app/Models/Box.php", "<?php\nclass Box { public function getHandedOverAttribute($value) {} }"),
    ] {
        assert_eq!(of(column, &[(path, text)]), Vec::<String>::new(), "{path}");
    }
    // A comment uses nothing.
    let comment = "<?php\n/** @property string $handed_over */\nclass Desk {} // handed_over\n";
    assert_eq!(of(column, &[("app/Desk.php", comment)]), ["parcels.handed_over"]);
}

#[test]
fn what_the_database_and_laravel_use_is_not_listed() {
    let columns = "$table->softDeletes(); $table->rememberToken(); $table->string('code')->unique();
        $table->foreignId('sorter_id')->nullable()->constrained('sorters'); $table->integer('side');
        $table->integer('area')->storedAs('side * 2'); $table->nullableMorphs('holder');";
    let more = "Schema::create('sorters', function (Blueprint $table) { $table->id(); });
        \\DB::statement('create trigger t after insert on parcels for each row set @a = new.weight');";
    let model = ("app/Models/Owned.php", "<?php\ntrait Owned { public function holder() { return $this->morphTo(); } }");
    assert_eq!(listed(&files(columns, more, &[model])), Vec::<String>::new());
    let more = more.replace("new.weight", "1");
    let columns = "$table->integer('weight');";
    assert_eq!(listed(&files(columns, &more, &[])), ["parcels.weight", "sorters"]);
}

#[test]
fn tables_are_listed_only_if_nothing_leads_to_them() {
    let more = "Schema::create('old_parcels', function (Blueprint $table) { $table->id(); $table->string('gone'); });
        Schema::create('jobs', function (Blueprint $table) { $table->id(); });
        Schema::create('parcel_route', function (Blueprint $table) { $table->id(); });
        Schema::create('stamp_2024', function (Blueprint $table) { $table->id(); });";
    let desk = "<?php\nnamespace App;\nclass Route {}\nclass Desk\n{\n    public function run($y) { return \\DB::table('stamp_' . $y); }\n}\n";
    assert_eq!(listed(&files("", more, &[("app/Desk.php", desk)])), ["old_parcels"]);
    let text = run(&files("", more, &[]), "text");
    assert!(text.contains("old_parcels on mysql  (database/migrations/"), "{text}");
    assert!(text.contains("\n  the whole table\n"), "{text}");
    assert!(text.contains("\n  jobs: the framework's\n"), "{text}");
}

#[test]
fn tables_of_packages_are_left_out() {
    let composer = r#"{"require": {"acme/laravel-parcel-maps": "^1"}, "autoload": {"psr-4": {"App\\": "app/"}}}"#;
    let more = "Schema::create('lpm_zones', function (Blueprint $table) { $table->id(); });
        Schema::create('acme_zones', function (Blueprint $table) { $table->id(); });
        Schema::create('maps', function (Blueprint $table) { $table->id(); });
        Schema::create('zones', function (Blueprint $table) { $table->id(); });";
    assert_eq!(listed(&files("", more, &[("composer.json", composer)])), ["zones"]);
}

#[test]
fn where_columns_are_not_known_no_column_is_listed() {
    let column = "$table->string('wrapping')->nullable();";
    let sorted = "<?php\nnamespace App;\nclass Desk\n{\n    public function run($by) { return Models\\Parcel::orderBy(request('by'))->get(); }\n}\n";
    assert_eq!(of(column, &[("app/Desk.php", sorted)]), Vec::<String>::new());
    let document = json(&files(column, "", &[("app/Desk.php", sorted)]));
    assert_eq!(document["left_out"][0]["table"], "parcels");
    assert_eq!(document["left_out"][0]["path"], "app/Desk.php");
    // So are the columns of what is made of a class that is not here.
    let model = "<?php\nnamespace App\\Models;\nuse Acme\\Shipping\\Parcel as Base;\nclass Parcel extends Base { protected $table = 'parcels'; }\n";
    assert_eq!(of(column, &[("app/Models/Parcel.php", model)]), Vec::<String>::new());
    let row = "<?php\nnamespace App;\nclass Desk\n{\n    public function run($row) { \\DB::table('parcels')->insert(['label' => 1] + $row); }\n}\n";
    assert_eq!(of(column, &[("app/Desk.php", row)]), Vec::<String>::new());
}

#[test]
fn what_could_use_a_column_unseen_is_told() {
    let column = "$table->string('wrapping')->nullable();";
    let desk = "<?php\nnamespace App;\nclass Desk\n{\n    public function run() { return \\DB::table('parcels')->get(); }\n}\n";
    let text = run(&files(column, "", &[("app/Desk.php", desk)]), "text");
    assert!(text.contains("  but `App\\Models\\Parcel` exposes all columns as an array or JSON\n"), "{text}");
    assert!(text.contains("  but app/Desk.php:5:36 may read whole rows\n"), "{text}");
    assert!(text.contains("Nothing seems to use 1 column of 1 table that was checked.\n"), "{text}");
    assert!(!text.contains("may be filled"), "{text}");
}

#[test]
fn indexes_are_listed_that_others_cover_or_nothing_searches_by() {
    let columns = "$table->string('label')->index(); $table->string('lane'); $table->string('shelf')->index();
        $table->index(['lane', 'shelf']); $table->index('lane'); $table->unique(['label', 'lane']);
        $table->foreignId('sorter_id')->index()->constrained('sorters'); $table->index(['sorter_id', 'lane']);";
    let more = "Schema::create('sorters', function (Blueprint $table) { $table->id(); });";
    let desk = "<?php\nnamespace App;\nclass Desk\n{\n    public function run($parcel)\n    {\n        Models\\Parcel::where('lane', 1)->get();\n\
                \n        return $parcel->shelf;\n    }\n}\n";
    let listed = listed(&files(columns, more, &[("app/Desk.php", desk)]));
    assert_eq!(listed, ["parcels#parcels_lane_index", "parcels#parcels_label_index", "parcels#parcels_shelf_index"]);
    // A string that nobody knows the use of may search.
    let shelf = ("app/Shelf.php", "<?php\nclass Shelf { const SORT = 'shelf'; }");
    let listed = self::listed(&files(columns, more, &[("app/Desk.php", desk), shelf]));
    assert_eq!(listed, ["parcels#parcels_lane_index", "parcels#parcels_label_index"]);
}

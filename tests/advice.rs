//! What findings about columns advise.

#[path = "support/uses.rs"]
mod uses;

use tablecheck::analysis::analyze;
use tablecheck::finding::Finding;
use tablecheck::fixture;
use uses::with_uses;

/// Three tables, of which one lost a column.
const TABLES: &str = r"
//- /database/migrations/2024_01_01_000000_tables.php
<?php
return new class extends Migration { public function up() {
    Schema::create('boats', function (Blueprint $table) {
        $table->id(); $table->string('label'); $table->foreignId('owner_id')->constrained('people'); $table->integer('berth_id');
    });
    Schema::create('people', function (Blueprint $table) { $table->id(); $table->string('name'); });
    Schema::create('berths', function (Blueprint $table) { $table->id(); $table->integer('number'); });
    Schema::create('boat_tags', function (Blueprint $table) { $table->integer('boat_id'); $table->string('tag'); });
} };
//- /database/migrations/2024_02_01_000000_colour.php
<?php
return new class extends Migration { public function up() {
    Schema::table('boats', fn (Blueprint $table) => $table->string('colour'));
} };
//- /database/migrations/2024_03_01_000000_no_colour.php
<?php
return new class extends Migration { public function up() {
    Schema::table('boats', fn (Blueprint $table) => $table->dropColumn('colour'));
} };
//- /app/Models/Person.php
<?php
namespace App\Models;
class Person extends \Illuminate\Database\Eloquent\Model { protected $table = 'people'; }
//- /app/Models/Berth.php
<?php
namespace App\Models;
class Berth extends \Illuminate\Database\Eloquent\Model {}
";

/// The findings about columns of the project with this code.
fn findings(code: &str) -> Vec<Finding> {
    let (sources, config) = fixture::project(&with_uses(&format!("{TABLES}{code}")));
    let findings = analyze(&sources, &config).findings.into_iter();
    findings.filter(|finding| finding.rule == "unknown-column").collect()
}

/// The only help of the only finding.
#[track_caller]
fn help(code: &str) -> String {
    let findings = findings(code);
    let [finding] = findings.as_slice() else { panic!("one finding, not {findings:#?}") };
    let [help] = finding.help.as_slice() else { panic!("one help, not {:?}", finding.help) };
    help.clone()
}

#[test]
fn what_was_dropped_on_purpose_is_to_be_taken_out() {
    let told = help("//- /app/A.php\n<?php DB::table('boats')->where('colour', 'red')->get();\n");
    assert_eq!(told, "a migration dropped it: remove this use, or keep the column until no code uses it");
}

#[test]
fn a_name_like_none_of_the_columns_is_answered_with_the_columns() {
    let told = help("//- /app/A.php\n<?php DB::table('people')->where('zip', '1')->get();\n");
    assert_eq!(told, "`people` has the columns id and name; use one of them, or add `zip` in a migration");
    let told = help("//- /app/A.php\n<?php DB::table('people')->insert(['name' => 'x', 'zip' => '1']);\n");
    assert_eq!(told, "`people` has the columns id and name; leave it out, or add `zip` in a migration");
    let told = help(
        "//- /app/Models/Owner.php\n<?php\nnamespace App\\Models;\nclass Owner extends \\Illuminate\\Database\\Eloquent\\Model { protected $table = 'people'; protected $fillable = ['zip']; }\n",
    );
    assert_eq!(told, "`people` has the columns id and name; remove it from the fillable attributes, or add `zip` in a migration");
}

#[test]
fn a_name_that_laravel_takes_from_elsewhere_says_from_where() {
    let boat = |body: &str| {
        help(&format!(
            "//- /app/Models/Boat.php\n<?php\nnamespace App\\Models;\nclass Boat extends \\Illuminate\\Database\\Eloquent\\Model {{ {body} }}\n"
        ))
    };
    let told = boat("public function keeper() { return $this->belongsTo(Person::class); }");
    assert_eq!(
        told,
        "Laravel derives `keeper_id` from the name of the method `keeper`; name `owner_id`, which refers to `people`"
    );
    let told = boat("public function place() { return $this->belongsTo(Berth::class); }");
    assert_eq!(told, "Laravel derives `place_id` from the name of the method `place`; name `berth_id`, which refers to `berths`");
    let told = help(
        "//- /app/Models/Human.php\n<?php\nnamespace App\\Models;\nclass Human extends \\Illuminate\\Database\\Eloquent\\Model { protected $table = 'people'; public function boats() { return $this->hasMany(Vessel::class); } }\nclass Vessel extends \\Illuminate\\Database\\Eloquent\\Model { protected $table = 'boats'; }\n",
    );
    assert_eq!(told, "Laravel derives `human_id` from the name of the class `Human`; name `owner_id`, which refers to `people`");
}

#[test]
fn columns_the_wrong_way_round_are_one_finding() {
    let tag = |arguments: &str| {
        findings(&format!(
            "//- /app/Models/Boat.php\n<?php\nnamespace App\\Models;\nclass Boat extends \\Illuminate\\Database\\Eloquent\\Model {{}}\nclass BoatTag extends \\Illuminate\\Database\\Eloquent\\Model {{ public function boat() {{ return $this->belongsTo(Boat::class{arguments}); }} }}\n"
        ))
    };
    assert!(tag(", 'boat_id', 'id'").is_empty());
    let found = tag(", 'id', 'boat_id'");
    let [finding] = found.as_slice() else { panic!("one finding, not {found:#?}") };
    assert_eq!(finding.message, "table `boat_tags` has no column `id`: the columns of `belongsTo` are swapped");
    let edits = finding.fix.as_ref().map(|fix| fix.edits.iter().map(|edit| edit.text.as_str()).collect::<Vec<_>>());
    assert_eq!(edits, Some(vec!["boat_id", "id"]));
}

/// What the only finding of a rule tells beside its message: its labels, its help and the names that it proposes.
#[track_caller]
fn told(rule: &str, project: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let (sources, config) = fixture::project(&with_uses(project));
    let findings: Vec<Finding> = analyze(&sources, &config).findings.into_iter().filter(|finding| finding.rule == rule).collect();
    let [finding] = findings.as_slice() else { panic!("one finding, not {findings:#?}") };
    let labels = finding.labels.iter().map(|label| label.message.clone()).collect();
    (labels, finding.help.clone(), finding.suggestions.clone())
}

#[test]
fn columns_that_many_tables_have_propose_no_table() {
    let tables = r"
//- /database/migrations/2024_01_01_000000_tables.php
<?php
return new class extends Migration { public function up() {
    Schema::create('parcels', function (Blueprint $table) {
        $table->id(); $table->integer('user_id'); $table->string('name'); $table->string('sender'); $table->string('weight');
        $table->timestamps();
    });
} };
";
    let of =
        |query: &str| told("unknown-table", &format!("{tables}//- /app/A.php\n<?php DB::table('shelves')->{query}->get();\n"));
    let (_, help, suggestions) = of("where('user_id', 1)->where('name', 'x')->orderBy('created_at')->where('id', 2)");
    assert!(suggestions.is_empty() && !help.concat().contains("columns used here"), "{help:?} {suggestions:?}");
    let (_, help, suggestions) = of("where('sender', 1)->where('weight', 'x')->where('name', 'y')");
    assert_eq!(suggestions, ["parcels"]);
    assert!(help.concat().contains("`parcels` has all 3 columns used here"), "{help:?}");
}

#[test]
fn a_key_of_another_table_is_told_where_its_column_is_called_alike() {
    let of = |key: &str| {
        let tables = format!(
            r"
//- /database/migrations/2024_01_01_000000_tables.php
<?php
return new class extends Migration {{ public function up() {{
    Schema::create('guests', function (Blueprint $table) {{ $table->id(); }});
    Schema::create('rooms', function (Blueprint $table) {{
        $table->id(); $table->foreignId('{key}')->constrained('guests')->cascadeOnDelete();
    }});
    Schema::create('bills', function (Blueprint $table) {{
        $table->id(); $table->foreignId('room_id')->constrained()->cascadeOnDelete(); $table->unsignedBigInteger('guest_id');
    }});
}} }};
"
        );
        told("missing-foreign-key", &tables).0
    };
    let named = "it is named like a key to `guests`";
    assert_eq!(of("guest_id"), ["the same column has a foreign key here", named]);
    assert_eq!(of("decorated_by"), [named]);
}

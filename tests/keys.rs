//! What the rules on foreign keys and indexes say of schemas that are only partly known, or that change.

use tablecheck::fixture;

/// A project with one migration for each part, whose lines are marked as in `rules/*.yaml`.
fn check(driver: &str, ups: &[&str]) {
    let mut project = format!("//- /tablecheck.yaml\ndriver: {driver}\n");
    for (number, up) in ups.iter().enumerate() {
        let name = format!("//- /database/migrations/2024_01_0{}_000000_step.php\n", number + 1);
        let head = "<?php\nuse Illuminate\\Support\\Facades\\Schema;\nreturn new class extends \\Illuminate\\Database\\Migrations\\Migration {\npublic function up() {\n";
        project += &[&name, head, up, "\n}\n};\n"].concat();
    }
    fixture::check(&project);
}

const USERS: &str = "Schema::create('users', function ($table) { $table->id(); $table->string('email'); });";

#[test]
fn types_are_judged_when_the_key_is_made() {
    check(
        "mysql",
        &[
            USERS,
            "Schema::create('posts', function ($table) { $table->id(); $table->unsignedInteger('user_id'); });",
            "Schema::table('posts', function ($table) {
    $table->foreign('user_id')->references('id')->on('users')->cascadeOnDelete();
//                   ^^^^^^^ foreign-key-type-mismatch: which is int unsigned, to `users.id`, which is bigint unsigned
});",
            "Schema::table('posts', function ($table) { $table->unsignedBigInteger('user_id')->change(); });",
        ],
    );
}

#[test]
fn a_later_change_makes_types_differ_once() {
    check(
        "pgsql",
        &[
            USERS,
            "Schema::create('posts', function ($table) { $table->id();
    $table->unsignedBigInteger('user_id')->index();
    $table->foreign('user_id')->references('id')->on('users')->cascadeOnDelete();
//                   ^^^^^^^ foreign-key-type-mismatch: PostgreSQL refuses
});",
            "Schema::table('posts', function ($table) { $table->uuid('user_id')->change(); });
//                                                       ^^^^^^^ impossible-statement: PostgreSQL does not convert",
        ],
    );
}

#[test]
fn what_a_condition_may_have_changed_is_not_judged() {
    check(
        "mysql",
        &[
            USERS,
            "Schema::create('posts', function ($table) { $table->id(); $table->unsignedInteger('user_id'); });
if (something()) { Schema::table('posts', function ($table) { $table->unsignedBigInteger('user_id')->change(); }); }
Schema::table('posts', function ($table) { $table->foreign('user_id')->references('id')->on('users')->cascadeOnDelete(); });",
            "if (something()) { Schema::table('users', function ($table) { $table->index('email'); }); }
Schema::create('mails', function ($table) { $table->id();
    $table->string('email');
    $table->foreign('email')->references('email')->on('users')->cascadeOnDelete();
});",
        ],
    );
}

#[test]
fn an_action_that_is_not_known_is_one_that_was_decided() {
    check(
        "mysql",
        &[
            USERS,
            "Schema::create('posts', function ($table) { $table->id();
    $table->unsignedBigInteger('user_id');
    $table->foreign('user_id')->references('id')->on('users')->onDelete(action());
});",
        ],
    );
}

#[test]
fn indexes_of_a_part_of_the_rows_are_left_alone() {
    check(
        "pgsql",
        &[
            USERS,
            "Schema::create('posts', function ($table) { $table->id();
    $table->foreignId('user_id')->constrained()->cascadeOnDelete();
    $table->string('slug');
    $table->index(['slug', 'user_id']);
    $table->index('slug', 'by_hash', 'hash');
});
\\Illuminate\\Support\\Facades\\DB::statement('create index recent on posts (user_id) where slug is not null');
\\Illuminate\\Support\\Facades\\DB::statement('create index lowered on posts (lower(slug))');",
        ],
    );
}

#[test]
fn sqlite_drops_a_key_by_its_columns_of_today() {
    check(
        "sqlite",
        &[
            USERS,
            "Schema::create('posts', function ($table) { $table->id();
    $table->unsignedBigInteger('author')->index();
    $table->foreign('author')->references('id')->on('users')->restrictOnDelete();
});",
            "Schema::table('posts', function ($table) { $table->renameColumn('author', 'user_id'); });",
            "Schema::table('posts', function ($table) { $table->dropForeign(['user_id']); });",
            "Schema::table('posts', function ($table) { $table->foreign('user_id')->references('id')->on('users')->cascadeOnDelete(); });",
        ],
    );
}

#[test]
fn a_column_that_another_key_indexes_can_be_referred_to_in_mysql() {
    check(
        "mysql",
        &[
            USERS,
            "Schema::create('profiles', function ($table) {
    $table->id();
    $table->foreignId('user_id')->constrained()->cascadeOnDelete();
});",
            "Schema::create('photos', function ($table) { $table->id();
    $table->unsignedBigInteger('user_id');
    $table->foreign('user_id')->references('user_id')->on('profiles')->cascadeOnDelete();
});",
        ],
    );
}

#[test]
fn a_model_with_a_parent_that_is_not_there_still_has_a_key() {
    let project = format!(
        "//- /composer.json\n{{\"require\": {{\"laravel/framework\": \"^12.0\"}}, \"autoload\": {{\"psr-4\": {{\"App\\\\\\\\\": \"app/\"}}}}}}\n\
         //- /app/Models/Team.php\n<?php\nnamespace App\\Models;\nclass Team extends \\Vendor\\Package\\Team {{}}\n\
         //- /database/migrations/2024_01_01_000000_a.php\n<?php\nuse App\\Models\\Team;\nuse Illuminate\\Support\\Facades\\Schema;\n\
         return new class extends \\Illuminate\\Database\\Migrations\\Migration {{ public function up() {{\n{}\n}} }};\n",
        "Schema::create('teams', function ($table) { $table->id(); });
Schema::create('sites', function ($table) { $table->id(); $table->foreignIdFor(Team::class)->constrained()->cascadeOnDelete(); });"
    );
    fixture::check(&project);
}

#[test]
fn a_zero_that_stands_for_none_is_no_key() {
    let project = "//- /app/Tree.php
<?php
use Illuminate\\Support\\Facades\\DB;
DB::table('pages')->where('chapter_id', '=', '0')->get();
DB::table('notes')->insert(['page_id' => 0]);
//- /database/migrations/2024_01_01_000000_a.php
<?php
use Illuminate\\Support\\Facades\\Schema;
return new class extends \\Illuminate\\Database\\Migrations\\Migration { public function up() {
Schema::create('chapters', function ($table) { $table->id(); });
Schema::create('pages', function ($table) { $table->id(); $table->unsignedBigInteger('chapter_id'); });
Schema::create('notes', function ($table) { $table->id();
    $table->unsignedBigInteger('page_id')->nullable();
//                              ^^^^^^^ missing-foreign-key
});
Schema::create('tags', function ($table) { $table->id();
    $table->unsignedBigInteger('page_id')->default(0);
//                              ^^^^^^^ missing-foreign-key
    $table->unsignedBigInteger('note_id');
//                              ^^^^^^^ missing-foreign-key
});
Schema::create('pins', function ($table) { $table->id();
    $table->unsignedBigInteger('assigned_to'); $table->string('assigned_type');
});
} };
";
    fixture::check(project);
}

#[test]
fn keys_that_are_switched_off_may_come_before_their_table() {
    let up = "Schema::disableForeignKeyConstraints();
Schema::create('posts', function ($table) { $table->id(); $table->foreignId('user_id')->index()->constrained()->cascadeOnDelete(); });
Schema::enableForeignKeyConstraints();";
    check("mysql", &[up, USERS]);
    check("sqlite", &[up, USERS]);
}

/// What a way back says that drops an index which is not there.
fn help_of(drop: &str) -> String {
    let fixture = format!(
        "//- /database/migrations/2024_01_01_000000_create_maps.php
<?php
use Illuminate\\Database\\Migrations\\Migration;
use Illuminate\\Database\\Schema\\Blueprint;
use Illuminate\\Support\\Facades\\Schema;

return new class extends Migration
{{
    public function up(): void
    {{
        Schema::create('maps', function (Blueprint $table) {{ $table->id(); $table->string('scale'); }});
    }}

    public function down(): void
    {{
        Schema::table('maps', function (Blueprint $table) {{ {drop} }});
        Schema::drop('maps');
    }}
}};
"
    );
    let sources = tablecheck::source::Sources::from_files(tablecheck::fixture::parse(&fixture));
    let analysis = tablecheck::analysis::analyze(&sources, &tablecheck::config::Config::default());
    let mut told = analysis.findings.iter().filter(|finding| finding.rule == "failing-rollback");
    told.next().map(|finding| finding.help.join("; ")).unwrap_or_default()
}

#[test]
fn the_way_back_is_told_by_the_method_that_it_calls() {
    for method in ["dropIndex", "dropUnique", "dropForeign"] {
        let help = help_of(&format!("$table->{method}('by_scale');"));
        assert!(help.contains(&format!("`$table->{method}(['scale'])`")), "{method}: {help}");
        let help = help_of(&format!("$table->{method}(['scale']);"));
        assert!(help.contains("use its original name, as a text"), "{method}: {help}");
    }
    assert_eq!(help_of("$table->renameIndex('by_scale', 'scales');"), "use its original name");
}

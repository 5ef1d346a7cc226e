//! The relation that `missing-relation` offers: where it is written into the model, the finding is gone and nothing else is found.

use tablecheck::analysis::{Analysis, analyze};
use tablecheck::config::Config;
use tablecheck::fixture;
use tablecheck::source::Sources;

const MIGRATION: &str = r"//- /database/migrations/2024_01_01_000000_create_tables.php
<?php
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;
return new class extends \Illuminate\Database\Migrations\Migration {
    public function up() {
        Schema::create('countries', fn (Blueprint $table) => $table->string('code')->primary());
        Schema::create('users', fn (Blueprint $table) => $table->id());
        Schema::create('posts', function (Blueprint $table) {
            $table->id();
            $table->foreignId('user_id')->constrained();
            $table->foreignId('created_by')->constrained('users');
            $table->foreignId('parent_id')->nullable()->constrained('posts');
            $table->string('country_code');
            $table->foreign('country_code')->references('code')->on('countries');
        });
    }
};
//- /app/User.php
<?php
namespace App;
class User extends \Illuminate\Database\Eloquent\Model {}
//- /app/Country.php
<?php
namespace App;
class Country extends \Illuminate\Database\Eloquent\Model {}
//- /tablecheck.yaml
rules:
  undefined-on-delete: off
//- /app/Post.php
";

/// Applies the fixes one after the other, and gives the model's file as it is then.
#[track_caller]
fn mended(model: &str) -> String {
    let mut files = fixture::parse(&format!("{MIGRATION}{model}"));
    let run = |files: &[(String, String)]| -> (Sources, Analysis) {
        let sources = Sources::from_files(files.to_vec());
        let analysis = analyze(&sources, &Config::default());
        (sources, analysis)
    };
    let (_, before) = run(&files);
    let others = before.findings.iter().filter(|finding| finding.rule != "missing-relation").count();
    for _ in 0..8 {
        let (sources, analysis) = run(&files);
        assert!(!analysis.gaps.iter().any(|gap| gap.what == "syntax"), "{:?}", analysis.gaps);
        let Some(finding) = analysis.findings.iter().find(|finding| finding.rule == "missing-relation") else {
            assert_eq!(analysis.findings.len(), others, "nothing else is found: {:?}", analysis.findings);
            break;
        };
        let path = sources.path(finding.span.file).to_owned();
        let text = &mut files.iter_mut().find(|(known, _)| *known == path).expect("the file is known").1;
        let mut edits = finding.fix.clone().expect("there is a fix").edits;
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        for edit in edits {
            text.replace_range(edit.span.range(), &edit.text);
        }
    }
    files.into_iter().find(|(path, _)| path == "app/Post.php").expect("it is there").1
}

#[test]
fn all_that_is_missing_is_written() {
    let after = mended(
        r"<?php

namespace App;

use Illuminate\Database\Eloquent\Model;

class Post extends Model
{
}
",
    );
    let expected = r"<?php

namespace App;

use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Relations\BelongsTo;

class Post extends Model
{
    public function country(): BelongsTo
    {
        return $this->belongsTo(Country::class, 'country_code', 'code');
    }

    public function createdBy(): BelongsTo
    {
        return $this->belongsTo(User::class, 'created_by');
    }

    public function parent(): BelongsTo
    {
        return $this->belongsTo(Post::class);
    }

    public function user(): BelongsTo
    {
        return $this->belongsTo(User::class);
    }
}
";
    assert_eq!(after, expected);
}

#[test]
fn the_class_goes_on_as_it_is_written() {
    let after = mended(
        "<?php\nclass_exists('X');\nclass Post extends \\Illuminate\\Database\\Eloquent\\Model {\n\tprotected $table = 'posts';\n\n\tfunction user() {\n\t\treturn \
         $this->belongsTo('App\\User');\n\t}\n\n\tfunction parent_post() {\n\t\treturn $this->belongsTo(self::class, 'parent_id');\n\t}\n}\n",
    );
    assert!(after.starts_with("<?php\nclass_exists('X');\nuse App\\Country;\nuse App\\User;\n\nclass Post"), "{after}");
    let method = "\n\n\tpublic function created_by_user() {\n\t\treturn $this->belongsTo(User::class, 'created_by');\n\t}\n}\n";
    assert!(after.ends_with(method), "{after}");
}

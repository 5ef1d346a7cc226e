//! What code asks a model before it names a column, and what mass assignment lets through.

#[path = "support/found.rs"]
mod found;

use found::check;

#[test]
fn after_unguard_nothing_is_dropped() {
    let project = |provider: &str, told: &str| {
        format!(
            r"
//- /database/migrations/2024_01_01_000000_a.php
<?php
return new class extends Migration {{ public function up() {{ Schema::create('polls', function (Blueprint $table) {{ $table->id(); $table->string('title'); }}); }} }};
//- /app/Poll.php
<?php
class Poll extends Model {{ public $timestamps = false; protected $fillable = ['title']; }}
//- /app/Boot.php
<?php
class Boot extends \Illuminate\Support\ServiceProvider {{ public function boot() {{ {provider} }} }}
//- /app/A.php
<?php
class A {{ public function a() {{ Poll::query()->findOrFail(1)->update(['closed' => true]); }} }}
//                                                                     ^^^^^^ unknown-column: {told}
"
        )
    };
    let dropped = "table `polls` has no column `closed`, and mass assignment silently drops it";
    check(&project("", dropped));
    check(&project("Model::unguard(false);", dropped));
    for provider in
        ["Model::unguard();", "Poll::unguard(true);", "$this->models(); } private function models() { Model::unguard();"]
    {
        let analysis = check(&project(provider, "table `polls` has no column `closed`"));
        assert_eq!(analysis.summary.errors, 1, "{provider}");
    }
}

#[test]
fn a_model_that_is_asked_for_a_column_need_not_have_it() {
    check(
        r"
//- /database/migrations/2024_01_01_000000_a.php
<?php
return new class extends Migration { public function up() { Schema::create('files', function (Blueprint $table) { $table->id(); $table->string('path'); }); } };
//- /app/File.php
<?php
class File extends Model {
    public $timestamps = false;
    protected $fillable = ['path'];
    public function scopeShown($query) { return $this->isFillable('shown') ? $query->where('shown', 1) : $query; }
    public function scopeFirst($query) { if ($this->hasAttribute('rank')) { $query->orderBy('rank'); } }
    public function scopeLast($query) { if (Schema::hasColumn($this->getTable(), 'age')) { $query->orderBy('age'); } }
    public function scopeAny($query) { if ($this->isFillable('path')) { $query->orderBy('size'); } }
//                                                                                       ^^^^ unknown-column
}
",
    );
}

//! Columns that queries name: through builders, models, scopes, sub-queries and raw SQL.

#[path = "support/body.rs"]
mod body;

const SCHEMA: &str = r"
//- /bootstrap/app.php
<?php
//- /database/migrations/2024_01_01_000000_a.php
<?php
return new class extends Migration { public function up() {
    Schema::create('users', function (Blueprint $table) { $table->id(); $table->string('name'); $table->string('email'); $table->json('options'); $table->timestamps(); });
    Schema::create('posts', function (Blueprint $table) { $table->id(); $table->foreignId('user_id')->constrained()->cascadeOnDelete(); $table->string('title'); $table->integer('votes'); $table->timestamps(); });
} };
//- /app/Models/User.php
<?php
namespace App\Models;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Builder;
class User extends Model {
    public function posts() { return $this->hasMany(Post::class); }
    public function scopePopular(Builder $query) { $query->addSelect(['best' => Post::query()->select('votes')->limit(1)]); }
    public function scopeNamed($query, string $name) { return $query->where('nmae', $name); }
//                                                                           ^^^^ unknown-column: table `users` has no column `nmae`
}
//- /app/Models/Post.php
<?php
namespace App\Models;
use Illuminate\Database\Eloquent\Model;
class Post extends Model {
    protected static string $builder = PostBuilder::class;
    protected $withCount = ['likes'];
    public function user() { return $this->belongsTo(User::class); }
}
//- /app/A.php
<?php
";

/// Asserts what is found in the body of a file of the application.
#[track_caller]
fn check(code: &str) {
    body::check(SCHEMA, code);
}

#[test]
fn builders_of_a_table() {
    check(
        r"
DB::table('users')->where('name', 'x')->whereNull('deletd_at')->orderBy('emial')->get(['id', 'nick']);
//                                                 ^^^^^^^^^ unknown-column: table `users` has no column `deletd_at`
//                                                                       ^^^^^ unknown-column
//                                                                                            ^^^^ unknown-column
DB::table('users as u')->join('posts as p', 'p.user_id', '=', 'u.uid')->where('votes', '>', 1)->where('p.vote', 1)->where('vote', 1);
//                                                               ^^^ unknown-column: table `users` has no column `uid`
//                                                                                                       ^^^^ unknown-column: table `posts` has no column `vote`
//                                                                                                                         ^^^^ unknown-column: none of the tables `users`, `posts` has a column `vote`
DB::table('users')->where('options->theme', 'dark')->where(fn ($query) => $query->where('nam', 1)->orWhere(['email' => 'x', 'mail' => 'y']));
//                                                                                       ^^^ unknown-column
//                                                                                                                           ^^^^ unknown-column
DB::table('users')->select('name as n', DB::raw('count(*) as total'))->groupBy('name')->having('total', '>', 1)->orderBy('n');
DB::table('users')->whereExists(fn ($query) => $query->select(DB::raw(1))->from('posts')->whereColumn('posts.user_id', 'users.id')->where('email', 1)->where('mail', 2));
//                                                                                                                                                            ^^^^ unknown-column: none of the tables
DB::table(fn ($query) => $query->from('users')->select('name as alias'), 'sub')->where('alias', 1);
",
    );
}

#[test]
fn models_scopes_and_builders_of_ones_own() {
    check(
        r"
use App\Models\{User, Post};
User::query()->popular()->orderBy('best')->get();
User::query()->scopes(['popular', 'named' => 'x'])->orderBy('best')->get();
User::query()->orderBy('best')->get();
//                      ^^^^ unknown-column
User::withCount('posts', 'posts as many')->withSum('posts', 'votes')->orderBy('posts_count')->orderBy('many')->orderBy('posts_sum_votes')->orderBy('posts_max');
//                                                                                                                                                  ^^^^^^^^^ unknown-column
Post::query()->ranked()->orderByDesc('rank')->orderBy('likes_count')->mine($user)->orderBy('rnk');
//                                                                                          ^^^ unknown-column
Post::someMacro()->orderBy('anything');
function find(User $user) { return $user->posts()->where('vote', 1)->first(); }
//                                                        ^^^^ unknown-column: table `posts` has no column `vote`
//- /app/Models/PostBuilder.php
<?php
namespace App\Models;
use Illuminate\Database\Eloquent\Builder;
class PostBuilder extends Builder {
    public function ranked() { return $this->selectRaw('posts.*, votes * 2 as `rank`')->where('titel', '!=', ''); }
//                                                                                             ^^^^^ unknown-column
    public function mine($user) { return $this->where('user_id', $user->id); }
}
",
    );
}

#[test]
fn raw_sql() {
    check(
        r#"
DB::select('select u.name, p.titel from users u join posts p on p.user_id = u.id where p.votes > ? order by nam', [1]);
//                           ^^^^^ unknown-column: table `posts` has no column `titel`
//                                                                                                          ^^^ unknown-column: none of the tables
DB::select("select id from user where id = {$id}");
//                         ^^^^ unknown-table
DB::update("update users set nmae = ? where `id` = ?", ['x', 1]);
//                           ^^^^ unknown-column
DB::insert('insert into posts (title, usr, votes) values (?, ?, ?)', []);
//                                    ^^^ unknown-column
DB::table('posts')->whereRaw('lower(titel) = ?', ['x'])->orderByRaw('FIELD(title, "a"), vots desc')->selectRaw('sum(votes) as total, vote')->havingRaw('total > 1');
//                                  ^^^^^ unknown-column
//                                                                                      ^^^^ unknown-column
//                                                                                                                                   ^^^^ unknown-column
DB::table('posts')->select('title', DB::raw("date_format(created_at, '%Y') as year"))->groupBy('year')->orderBy('yaer');
//                                                                                                               ^^^^ unknown-column
DB::table('posts')->selectRaw($anything)->orderBy('whatever');
DB::statement('set foreign_key_checks = 0');
DB::select('with recent as (select id, title from posts) select recent.name from recent where exists (select 1 from users where users.id = recent.user_id)');
"#,
    );
}

#[test]
fn what_is_joined_later_counts_too() {
    check(
        r"
use App\Models\Post;
class Posts {
    public function find() { return $this->filter(Post::query())->where(fn ($query) => $query->where('u.name', 'x')->orWhere('u.nam', 1))->join('users as u', 'u.id', 'posts.user_id'); }
//                                                                                                                              ^^^ unknown-column: table `users` has no column `nam`
    private function filter($query) { return $query; }
}
",
    );
}

#[test]
fn lines_of_heredocs_keep_their_places() {
    let schema = SCHEMA.trim_start_matches('\n');
    let code = "DB::select(<<<SQL\n      select titel\n        from posts\n      SQL);\n";
    let sources =
        tablecheck::source::Sources::from_files(tablecheck::fixture::parse(&body::uses::with_uses(&format!("{schema}{code}"))));
    let analysis = tablecheck::analysis::analyze(&sources, &tablecheck::config::Config::default());
    let places: Vec<&str> = analysis.findings.iter().map(|finding| sources.slice(finding.span)).collect();
    assert_eq!(places, ["titel", "nmae"]);
}

#[test]
fn names_that_a_condition_chooses_are_not_judged() {
    check(
        r"
use App\Models\{User, Post};
class Chooser {
    private array $fields = ['users' => ['email'], 'posts' => ['votes']];
    private function field($model): string { return $model instanceof User ? 'email' : 'votes'; }
    public function one(User|Post $model) { return $model::query()->where($this->field($model), 1)->get(); }
    public function all() {
        foreach ($this->fields as $name => $fields) {
            switch ($name) {
                case 'users': $this->users($fields); break;
                case 'posts': $this->posts($fields); break;
            }
        }
    }
    private function users(array $fields) { foreach ($fields as $field) { User::query()->where($field, 1)->get(); } }
    private function posts(array $fields) { foreach ($fields as $field) { Post::query()->where($field, 1)->get(); } }
}
",
    );
}

#[test]
fn validation_rules() {
    check(
        r"
use App\Models\User;
use Illuminate\Validation\Rule;
class StoreUser extends \Illuminate\Foundation\Http\FormRequest {
    protected $rules = ['user' => 'required|exists:user,id'];
//                                                 ^^^^ unknown-table
    public function rules() {
        return [
            'email' => 'required|unique:users,mail',
//                                            ^^^^ unknown-column: table `users` has no column `mail`
            'post' => ['exists:posts,id,titel,x', 'unique:posts,title,3,idd', 'exists:App\Models\User,nam', 'exists: a sentence'],
//                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^ racy-first-or-create
//                                      ^^^^^ unknown-column
//                                                                      ^^^ unknown-column
//                                                                                                    ^^^ unknown-column
            'name' => ['exists:users', 'unique:users,email,'.$this->id, 'unique:other.things,id', Rule::exists('posts', 'votes')->where('user_idd', 1)],
//                                                                                                                                       ^^^^^^^^ unknown-column
            'slug' => [Rule::unique(User::class, 'slug')->ignore($this->id)],
//                                                ^^^^ unknown-column
        ];
    }
}
",
    );
}

#[test]
fn what_a_constructor_is_given_is_there_for_all_methods() {
    check(
        r"
class A {
    private $users;
    public function __construct(private Log $log, private \Illuminate\Database\ConnectionInterface $connection) { $this->users = DB::table('users'); }
    public function first() {
        DB::table('users')->get();
        $this->connection->table('user')->get();
        //                        ^^^^ unknown-table
        $this->users->from('others');
        //                  ^^^^^^ unknown-table
    }
    public function second() {
        DB::table('users')->get();
        $this->connection->table('user')->get();
        //                        ^^^^ unknown-table
        $this->users->where('id', 1)->where('nmae', 1);
        //                                   ^^^^ unknown-column
    }
}
",
    );
}

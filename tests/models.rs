//! What models make of the names that code gives them: attributes, relations, factories, assertions.

#[path = "support/body.rs"]
mod body;

const SCHEMA: &str = r"
//- /bootstrap/app.php
<?php
//- /database/migrations/2024_01_01_000000_a.php
<?php
return new class extends Migration { public function up() {
    Schema::create('users', function (Blueprint $table) { $table->id(); $table->string('name')->nullable(); $table->string('email')->unique()->nullable(); $table->string('password')->nullable(); $table->timestamps(); });
    Schema::create('posts', function (Blueprint $table) { $table->id(); $table->foreignId('user_id')->nullable()->constrained()->cascadeOnDelete(); $table->string('title')->nullable(); $table->integer('votes')->default(0); $table->timestamps(); });
    Schema::create('roles', function (Blueprint $table) { $table->id(); $table->string('name'); });
    Schema::create('role_user', function (Blueprint $table) { $table->foreignId('role_id')->constrained()->cascadeOnDelete(); $table->foreignId('user_id')->constrained()->cascadeOnDelete(); $table->integer('level'); $table->primary(['role_id', 'user_id']); });
} };
//- /app/Models/User.php
<?php
namespace App\Models;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Factories\HasFactory;
class User extends Model {
    use HasFactory;
    protected $fillable = ['name', 'email', 'password'];
    public function posts() { return $this->hasMany(Post::class); }
    public function roles() { return $this->belongsToMany(Role::class)->withPivot('level'); }
    public function setSlugAttribute($value) { $this->attributes['name'] = $value; }
}
//- /app/Models/Post.php
<?php
namespace App\Models;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Factories\HasFactory;
class Post extends Model {
    use HasFactory;
    protected $guarded = [];
    public function user() { return $this->belongsTo(User::class); }
}
//- /app/Models/Role.php
<?php
namespace App\Models;
use Illuminate\Database\Eloquent\Model;
class Role extends Model { public $timestamps = false; }
//- /app/A.php
<?php
";

/// Asserts what is found in the body of a file of the application.
#[track_caller]
fn check(code: &str) {
    body::check(SCHEMA, code);
}

#[test]
fn attributes_that_models_write() {
    check(
        r"
use App\Models\{User, Post};
User::create(['name' => 'x', 'nmae' => 'y', 'slug' => 'set by a mutator']);
//                            ^^^^ unknown-column: table `users` has no column `nmae`, and mass assignment silently drops it because it is not fillable
Post::create(['title' => 'x', 'titel' => 'y']);
//                             ^^^^^ unknown-column: table `posts` has no column `titel`
User::firstOrCreate(['emial' => 'x'], ['name' => 'y']);
//                    ^^^^^ unknown-column
User::updateOrCreate(['email' => 'x'], ['nam' => 'y']);
//                                       ^^^ unknown-column
(new User)->posts()->create(['tilte' => 'x']);
//                            ^^^^^ unknown-column
User::first()->posts()->createMany([['title' => 'x'], ['tilte' => 'y']]);
//                                                      ^^^^^ unknown-column
User::find(1)->update(['emial' => 'x']);
//                      ^^^^^ unknown-column
User::query()->update(['emial' => 'x']);
//                      ^^^^^ unknown-column
",
    );
}

#[test]
fn attributes_that_are_never_saved_may_have_any_name() {
    check(
        r"
use App\Models\Post;
class A {
    public function kept() {
        $post = new Post(['title' => 'x', 'titel' => 'y']);
//                                         ^^^^^ unknown-column
        $post->forceFill(['vtoes' => 1])->save();
//                         ^^^^^ unknown-column
        return $post;
    }
    public function shown() { return new Post(['comments_shown' => 3]); }
    public function many($row) {
        $post = Post::make(['comments_shown' => 3]);
        return view('post', compact('post'));
    }
    public function handed(array $data) {
        if (array_key_exists('deleted', $data)) { $data['deleted'] = null; }
        return Post::create($data);
    }
}
",
    );
}

#[test]
fn factories() {
    check(
        r"
namespace Database\Factories;
use App\Models\{User, Post};
use Illuminate\Database\Eloquent\Factories\Factory;
class PostFactory extends Factory {
    protected $model = Post::class;
    public function definition() { return ['title' => 'x', 'vote' => 1]; }
//                                                          ^^^^ unknown-column
    public function popular() { return $this->state(fn (array $attributes) => ['votes' => 9, 'rank' => 1]); }
//                                                                                            ^^^^ unknown-column
}
class Seeder {
    public function run() {
        Post::factory()->create(['titel' => 'x']);
//                                ^^^^^ unknown-column
        Post::factory()->count(3)->popular()->for(User::factory())->create(['title' => 'y']);
        Post::factory()->raw(['tags' => 'for a request']);
        PostFactory::new()->state(['titel' => 'x'])->create();
//                                  ^^^^^ unknown-column
    }
}
",
    );
}

#[test]
fn assertions() {
    check(
        r"
use App\Models\Post;
class PostTest extends \Tests\TestCase {
    public function test_it() {
        $this->assertDatabaseHas('posts', ['title' => 'x', 'titel' => 'y']);
//                                                          ^^^^^ unknown-column
        $this->assertDatabaseMissing(Post::class, ['vtoes' => 1]);
//                                                  ^^^^^ unknown-column
    }
}
it('works', function () {
    $this->assertDatabaseHas('post', ['title' => 'x']);
//                            ^^^^ unknown-table
    \Pest\Laravel\assertDatabaseHas('users', ['nmae' => 'x']);
//                                             ^^^^ unknown-column
});
",
    );
}

#[test]
fn relations_by_their_names() {
    check(
        r"
use App\Models\{User, Post};
User::whereHas('posts', fn ($query) => $query->where('titel', 'x')->whereColumn('posts.user_id', 'users.id'));
//                                                    ^^^^^ unknown-column
User::with(['posts' => function ($query) { $query->orderBy('vtoes'); }, 'roles:id,nmae']);
//                                                          ^^^^^ unknown-column
//                                                                                ^^^^ unknown-column
User::withSum('posts', 'vote')->orderBy('posts_sum_vote');
//                      ^^^^ unknown-column
User::whereRelation('posts', 'titel', 'x');
//                            ^^^^^ unknown-column
User::whereHas('posts.user', fn ($query) => $query->where('emial', 'x'));
//                                                         ^^^^^ unknown-column
foreach (User::all() as $user) { $user->posts()->where('titel', 'x'); $user->posts->where('shown', 1); }
//                                                      ^^^^^ unknown-column
User::first()->posts->first()->user->posts()->where('titel', 'x');
//                                                   ^^^^^ unknown-column
",
    );
}

#[test]
fn columns_that_relations_need() {
    check(
        r"
namespace App\Models;
use Illuminate\Database\Eloquent\Model;
class Comment extends Model {
    protected $table = 'posts';
    protected $attributes = ['votes' => 0, 'rank' => 1];
//                                          ^^^^ unknown-column
    public function author() { return $this->belongsTo(User::class); }
//                                           ^^^^^^^^^ unknown-column: table `posts` has no column `author_id`
    public function user() { return $this->belongsTo(User::class, 'uid'); }
//                                                                 ^^^ unknown-column
    public function roles() { return $this->hasMany(Role::class); }
//                                          ^^^^^^^ unknown-column: table `roles` has no column `comment_id`
    public function voters() { return $this->belongsToMany(User::class, 'post_voter'); }
//                                                                       ^^^^^^^^^^ unknown-table
    public function secret() { return $this->belongsTo(User::class, 'secret_id'); }
    public function getSecretIdAttribute() { return 1; }
}
",
    );
}

#[test]
fn pivots() {
    check(
        r"
use App\Models\User;
User::first()->roles()->wherePivot('levle', 1)->orderByPivot('level')->get();
//                                  ^^^^^ unknown-column
User::first()->roles()->attach(1, ['level' => 1, 'since' => 2]);
//                                                ^^^^^ unknown-column
User::first()->roles()->sync([1 => ['since' => 2], 2]);
//                                   ^^^^^ unknown-column
User::first()->roles()->updateExistingPivot(1, ['level' => 2]);
User::first()->roles()->orderBy('pivot_level')->get();
",
    );
}

#[test]
fn who_is_logged_in() {
    check(
        r"
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Auth;
class Login {
    public function store(Request $request) {
        Auth::attempt(['emial' => $request->email, 'password' => $request->password]);
//                      ^^^^^ unknown-column
        $request->user()->posts()->where('titel', 'x')->get();
//                                        ^^^^^ unknown-column
        if (auth()->user() !== null) { return; }
        DB::table('uesrs')->get();
//                 ^^^^^ unknown-table
    }
}
",
    );
}

#[test]
fn rules_that_guess_the_column() {
    check(
        r"
use Illuminate\Validation\Rule;
class R {
    public function rules() {
        return ['email' => 'required|unique:users', 'emial' => ['required', 'exists:users'], 'nick' => [Rule::unique('users')],
//                                                   ^^^^^ unknown-column
//                                                                                            ^^^^ unknown-column
            'users.*.email' => 'exists:users', 'posts.*.x' => 'min:1'];
    }
}
",
    );
}

#[test]
fn types_that_comments_declare() {
    check(
        r"
use App\Models\Post;
class T {
    /**
     * @param Post|null $post
     * @return \App\Models\User
     */
    public function author($post) { $post->user()->where('emial', 'x'); return $post->unknown(); }
//                                                        ^^^^^ unknown-column
    public function name() { return $this->author(Post::first())->posts()->where('titel', 'x'); }
//                                                                                ^^^^^ unknown-column
}
",
    );
}

#[test]
fn conditions_narrow_what_a_name_may_be() {
    check(
        r"
class S {
    public function sort($key) {
        $column = match ($key) { 'best' => 'votes', 'name' => 'title', default => 'default' };
        return DB::table('posts')->orderBy($column === 'default' ? 'id' : $column);
    }
    public function unchecked($key) {
        $column = match ($key) { 'best' => 'votes', 'name' => 'title', default => 'default' };
//                                                                                 ^^^^^^^ unknown-column
        return DB::table('posts')->orderBy($column);
    }
}
",
    );
}

#[test]
fn what_is_joined_to_something_unknown() {
    check(
        r"
class J {
    public function nameSortable($query, $direction) {
        return $query->join('post', 'users.id', '=', 'posts.user_id')->where('posts.titel', 1)->orderBy('value');
//                           ^^^^ unknown-table
//                                                                                  ^^^^^ unknown-column
    }
    public function each(array $names) { return collect($names)->join(', ', ' and '); }
}
",
    );
}

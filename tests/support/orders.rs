//! A project that editors open: orders of users, with models and a class that asks for them.

/// A shop: orders of users, with a pivot and a scope.
pub(crate) const SHOP: &str = r#"
//- /artisan
//- /composer.json
{"require": {"laravel/framework": "^12.0"}, "autoload": {"psr-4": {"App\\": "app/"}}}
//- /database/migrations/2024_01_01_000000_create_users_table.php
<?php
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('users', function (Blueprint $table) {
            $table->id();
            $table->string('email')->unique();
            $table->string('name')->nullable();
            $table->timestamps();
        });
    }
};
//- /database/migrations/2024_01_02_000000_create_orders_table.php
<?php
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('orders', function (Blueprint $table) {
            $table->id();
            $table->foreignId('user_id')->constrained()->cascadeOnDelete();
            $table->string('status', 20)->default('open');
            $table->decimal('total', 10, 2);
            $table->text('notes')->nullable();
            $table->timestamps();
        });
    }
};
//- /app/Models/User.php
<?php
namespace App\Models;

class User extends \Illuminate\Database\Eloquent\Model
{
    protected $fillable = ['email', 'name'];

    public function orders()
    {
        return $this->hasMany(Order::class);
    }
}
//- /app/Models/Order.php
<?php
namespace App\Models;

class Order extends \Illuminate\Database\Eloquent\Model
{
    protected $guarded = [];

    public function user()
    {
        return $this->belongsTo(User::class);
    }
}
//- /app/Reports.php
<?php
namespace App;

use App\Models\Order;
use Illuminate\Support\Facades\DB;

class Reports
{
    public function open()
    {
        return DB::table('orders')->where('status', 'open')->orderBy('total')->get();
    }

    public function late()
    {
        return Order::where('status', 'late')->get();
    }

    public function raw()
    {
        return DB::select("select o.status from orders o where o.total > 5");
    }
}
"#;

pub(crate) const REPORTS: &str = "app/Reports.php";
pub(crate) const ORDERS: &str = "database/migrations/2024_01_02_000000_create_orders_table.php";

/// The text of a class with this method's body.
pub(crate) fn method(body: &str) -> String {
    format!(
        "<?php\nnamespace App;\nuse App\\Models\\{{Order, User}};\nuse Illuminate\\Support\\Facades\\DB;\nclass Reports\n{{\n    public function now()\n    {{\n        {body}\n    }}\n}}\n"
    )
}

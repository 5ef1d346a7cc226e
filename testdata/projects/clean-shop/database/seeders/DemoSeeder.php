<?php

namespace Database\Seeders;

use App\Enums\Table;
use App\Models\Campaign;
use App\Models\Customer;
use App\Models\LoyaltyAccount;
use App\Models\Order;
use App\Models\Product;
use App\Models\Question;
use App\Models\Store;
use App\Models\User;
use Illuminate\Database\Seeder;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class DemoSeeder extends Seeder
{
    /** Emptied before a new demo, children first. */
    private array $tables = ['campaign_product', 'campaigns', 'loyalty_entries', 'loyalty_accounts', 'answers', 'questions'];

    public function run(): void
    {
        Schema::withoutForeignKeyConstraints(function () {
            foreach ($this->tables as $table) {
                DB::table($table)->delete();
            }
        });

        $store = Store::factory()->abroad()->busy()->create(['name' => 'Demo', 'domain' => 'demo.example']);
        Campaign::factory()->for($store)->withCoupon()->advertising()->create(['code' => 'DEMO']);
        Campaign::factory()->forStore(['name' => 'Second', 'domain' => 'second.example'])->over()->create();

        LoyaltyAccount::factory()->tier('gold')->hasEntries(3, ['points' => 20, 'note' => 'Demo'])->create();
        Question::factory()->hasAnswers(2, fn (array $attributes, Question $question) => ['votes' => 3])->hidden()->create();

        DB::table('tags')->insert([
            ['name' => 'New', 'slug' => 'new'],
            ['name' => 'Sale', 'slug' => 'sale'],
        ]);
        DB::table('taggables')->insert(
            Product::query()->limit(3)->pluck('id')->map(fn (int $id) => [
                'tag_id' => DB::table('tags')->where('slug', 'sale')->value('id'),
                'taggable_type' => 'product',
                'taggable_id' => $id,
            ])->all(),
        );
        DB::table('coupons')->insertOrIgnore(['code' => 'DEMO10', 'type' => 'percent', 'value' => 10]);

        $customer = Customer::factory()->recycle(User::factory()->create())->create();
        DB::table(Table::Customers->value)->where('id', $customer->id)->update(['marketing_opt_in' => true]);
        Order::factory()->count(2)->for($customer)->state(['channel' => 'phone'])->create();
    }
}

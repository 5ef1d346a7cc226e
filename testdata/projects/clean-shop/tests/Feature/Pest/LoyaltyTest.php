<?php

use App\Models\Currency;
use App\Models\Customer;
use App\Models\LoyaltyAccount;
use App\Models\LoyaltyEntry;
use App\Models\Order;
use App\Services\LoyaltyService;
use Illuminate\Support\Facades\DB;

use function Pest\Laravel\assertDatabaseCount;
use function Pest\Laravel\assertDatabaseEmpty;
use function Pest\Laravel\assertDatabaseHas;
use function Pest\Laravel\assertModelMissing;
use function Pest\Laravel\assertSoftDeleted;
use function Pest\Laravel\seed;

beforeEach(fn () => Currency::factory()->create());

it('gives points for an order', function () {
    $order = Order::factory()->paid()->create(['grand_total' => 4200]);

    app(LoyaltyService::class)->earn($order);

    assertDatabaseHas('loyalty_accounts', ['customer_id' => $order->customer_id, 'points' => 42, 'tier' => 'bronze']);
    assertDatabaseHas(LoyaltyEntry::class, ['order_id' => $order->id, 'points' => 42]);
    expect(DB::table('loyalty_entries')->where('note', $order->number)->sum('points'))->toEqual(42);
});

it('does not spend what is not there', function () {
    $account = LoyaltyAccount::factory()->create(['points' => 5]);

    expect(app(LoyaltyService::class)->spend($account, 6))->toBeFalse();

    assertDatabaseEmpty('loyalty_entries');
});

it('promotes', function (int $points, string $tier) {
    $account = LoyaltyAccount::factory()->create(['points' => $points - 1]);

    app(LoyaltyService::class)->earn(Order::factory()->create(['customer_id' => $account->customer_id, 'grand_total' => 100]));

    expect($account->fresh())->tier->toBe($tier)->points->toBe($points);
    assertDatabaseHas('loyalty_accounts', ['id' => $account->id, 'tier' => $tier]);
})->with([[1000, 'silver'], [5000, 'gold']]);

it('forgets points of the dormant', function () {
    LoyaltyAccount::factory()->dormant()->count(2)->create(['points' => 10]);

    expect(app(LoyaltyService::class)->expire())->toBe(2);

    assertDatabaseCount('loyalty_accounts', 2);
    $this->assertDatabaseMissing('loyalty_accounts', ['points' => 10]);
});

it('goes away with nothing left behind', function () {
    $account = LoyaltyAccount::factory()->for(Customer::factory()->trashed())->create();
    $account->delete();

    assertModelMissing($account);
    assertSoftDeleted(Customer::class, ['id' => $account->customer_id]);
});

it('has a demo', function () {
    seed();
    seed(Database\Seeders\DemoSeeder::class);

    assertDatabaseHas('loyalty_entries', ['note' => 'Demo']);
});

<?php

namespace Tests\Feature;

use App\Models\Address;
use App\Models\Currency;
use App\Models\Customer;
use App\Models\Order;
use App\Models\Review;
use App\Services\CustomerMergeService;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Illuminate\Support\Facades\DB;
use Tests\TestCase;

class CustomerMergeTest extends TestCase
{
    use RefreshDatabase;

    public function test_everything_follows(): void
    {
        Currency::factory()->create();
        [$from, $into] = Customer::factory()->count(2)->create();
        Order::factory()->for($from)->create();
        Review::factory()->for($from)->create();
        Address::factory()->create(['addressable_id' => $from->id]);
        DB::table('newsletter_subscribers')->insert(['customer_id' => $from->id, 'email' => $from->email]);

        app(CustomerMergeService::class)->merge($from, $into);

        foreach (['orders', 'reviews', 'newsletter_subscribers'] as $table) {
            $this->assertDatabaseHas($table, ['customer_id' => $into->id]);
            $this->assertDatabaseMissing($table, ['customer_id' => $from->id]);
        }

        $this->assertDatabaseHas('addresses', ['addressable_type' => 'customer', 'addressable_id' => $into->id]);
        $this->assertSoftDeleted('customers', ['id' => $from->id]);
        $this->assertNotSoftDeleted('customers', ['id' => $into->id]);
    }
}

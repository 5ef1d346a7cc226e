<?php

namespace Tests\Feature;

use App\Filters\OrderFilter;
use App\Filters\VariantFilter;
use App\Models\Currency;
use App\Models\CustomerTotal;
use App\Models\Order;
use App\Models\ProductVariant;
use App\Queries\OrderArchive;
use Illuminate\Foundation\Testing\DatabaseTruncation;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;
use Tests\Concerns\SeesRows;
use Tests\TestCase;

class ArchiveTest extends TestCase
{
    use DatabaseTruncation, SeesRows;

    protected $tablesToTruncate = ['orders', 'order_items', 'payments'];

    protected $exceptTables = ['currencies', 'settings'];

    public function test_a_year_is_archived(): void
    {
        Currency::factory()->create();
        Order::factory()->create(['placed_at' => '2020-05-05', 'grand_total' => 700, 'number' => 'A-1']);

        $this->assertSame(1, (new OrderArchive(2020))->run());

        $this->assertRow('orders_2020', ['number' => 'A-1', 'grand_total' => 700]);
        $this->assertRow('orders', ['number' => 'A-1']);
        $this->assertSame(1, $this->rows('orders_2020'));
        $this->assertSame(700, (int) DB::table('customer_totals')->max('turnover'));
        $this->assertSame(1, CustomerTotal::spentMoreThan(500)->first()->orders_placed);

        Schema::drop('orders_2020');
    }

    public function test_filters(): void
    {
        $orders = (new OrderFilter)->apply(Order::query(), ['status' => 'paid', 'sort' => '-placed_at', 'quiet' => true]);
        $variants = (new VariantFilter)->apply(ProductVariant::query(), ['option' => ['colour' => 'blue'], 'sort' => 'sku']);

        $this->assertCount(0, $orders->get());
        $this->assertCount(0, $variants->get());
    }
}

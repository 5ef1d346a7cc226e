<?php

namespace Tests\Feature;

use App\Events\StockDepleted;
use App\Models\Staff;
use App\Models\StockLevel;
use App\Repositories\StockRepository;
use App\Services\InventoryService;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Illuminate\Support\Facades\Event;
use Tests\TestCase;

class StockTest extends TestCase
{
    use RefreshDatabase;

    public function test_a_correction_is_written_down(): void
    {
        Event::fake([StockDepleted::class]);
        $level = StockLevel::factory()->create(['quantity' => 10, 'reorder_point' => 3]);
        $staff = Staff::factory()->create();

        app(InventoryService::class)->correct($level, 2, $staff);

        $this->assertDatabaseHas('inventory_movements', [
            'stock_level_id' => $level->id,
            'staff_id' => $staff->id,
            'quantity_change' => -8,
            'reason' => 'correction',
        ]);
        Event::assertDispatched(StockDepleted::class);
    }

    public function test_an_import_replaces_the_counts(): void
    {
        $level = StockLevel::factory()->create(['quantity' => 1]);

        app(StockRepository::class)->import([
            ['warehouse' => $level->warehouse_id, 'variant' => $level->product_variant_id, 'count' => 40, 'minimum' => 5],
        ]);

        $this->assertDatabaseHas('stock_levels', ['id' => $level->id, 'quantity' => 40, 'reorder_point' => 5]);
    }
}

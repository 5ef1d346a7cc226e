<?php

namespace Tests\Feature;

use Illuminate\Database\Schema\Blueprint;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;
use Tests\TestCase;

class SchemaTest extends TestCase
{
    use RefreshDatabase;

    protected function tearDown(): void
    {
        Schema::dropIfExists('scratch_slugs');

        parent::tearDown();
    }

    public function test_old_names_are_gone(): void
    {
        $this->assertFalse(Schema::hasTable('suppliers'));
        $this->assertFalse(Schema::hasTable('legacy_imports'));
        $this->assertFalse(Schema::hasColumn('products', 'supplier_id'));
        $this->assertFalse(Schema::hasColumn('orders', 'notes'));
        $this->assertTrue(Schema::hasColumns('product_vendor', ['vendor_id', 'vendor_sku']));
    }

    public function test_free_slugs_are_found_in_any_table(): void
    {
        Schema::create('scratch_slugs', function (Blueprint $table) {
            $table->id();
            $table->string('slug');
        });

        DB::table('scratch_slugs')->insert([['slug' => 'a-cup'], ['slug' => 'a-cup-2']]);

        $this->assertSame('a-cup-3', app(\App\Services\SlugGenerator::class)->free('scratch_slugs', 'A cup'));
        $this->assertDatabaseCount('scratch_slugs', 2);
    }
}

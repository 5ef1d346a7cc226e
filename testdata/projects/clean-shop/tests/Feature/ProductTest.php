<?php

namespace Tests\Feature;

use App\Models\Category;
use App\Models\Product;
use App\Models\TaxRate;
use App\Models\User;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Tests\TestCase;

class ProductTest extends TestCase
{
    use RefreshDatabase;

    public function test_an_admin_adds_a_product(): void
    {
        $category = Category::factory()->create();
        $tax = TaxRate::factory()->create();

        $this->actingAs(User::factory()->admin()->create())->postJson('/api/products', [
            'name' => 'Blue cup',
            'sku' => 'CUP-1',
            'tax_rate_id' => $tax->id,
            'categories' => [$category->id],
            'tags' => ['New in'],
        ])->assertCreated();

        $this->assertDatabaseHas('products', ['sku' => 'CUP-1', 'slug' => 'blue-cup', 'status' => 'draft']);
        $this->assertDatabaseHas('category_product', ['category_id' => $category->id]);
        $this->assertDatabaseHas('tags', ['slug' => 'new-in']);
        $this->assertDatabaseCount('taggables', 1);
    }

    public function test_a_removed_product_stays_in_the_books(): void
    {
        $product = Product::factory()->create();

        $this->deleteJson("/api/products/{$product->slug}")->assertNoContent();

        $this->assertSoftDeleted('products', ['id' => $product->id]);
        $this->assertSoftDeleted($product);
    }

    public function test_changes_leave_a_trace(): void
    {
        $product = Product::factory()->create();

        $product->update(['name' => 'Another name']);

        $this->assertDatabaseHas('audit_logs', [
            'auditable_type' => 'product',
            'auditable_id' => $product->id,
            'event' => 'updated',
        ]);
    }
}

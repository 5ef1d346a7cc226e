<?php

namespace Database\Seeders;

use App\Models\Brand;
use App\Models\Category;
use App\Models\Product;
use App\Models\ProductVariant;
use App\Models\TaxRate;
use App\Models\Vendor;
use Illuminate\Database\Seeder;
use Illuminate\Support\Facades\DB;

class CatalogSeeder extends Seeder
{
    public function run(): void
    {
        $kitchen = Category::create(['name' => 'Kitchen', 'slug' => 'kitchen', 'position' => 1]);
        $cups = Category::create(['parent_id' => $kitchen->id, 'name' => 'Cups', 'slug' => 'cups']);
        $brand = Brand::firstOrCreate(['slug' => 'nordlicht'], ['name' => 'Nordlicht']);
        $vendor = Vendor::create(['name' => 'Keramik Nord', 'email' => 'orders@keramik.example']);

        foreach (['blue', 'grey'] as $colour) {
            $product = new Product;
            $product->brand()->associate($brand);
            $product->tax_rate_id = TaxRate::forCountry('DE')->value('id');
            $product->name = ucfirst($colour).' cup';
            $product->sku = strtoupper("CUP-{$colour}");
            $product->status = 'active';
            $product->published_at = now();
            $product->save();

            $product->categories()->attach([$kitchen->id, $cups->id]);
            $product->vendors()->attach($vendor, ['cost_amount' => 310, 'vendor_sku' => "KN-{$colour}"]);

            $variant = $product->variants()->create(['sku' => "{$product->sku}-1", 'name' => 'Single', 'is_default' => true]);
            $this->stock($variant);
        }
    }

    private function stock(ProductVariant $variant): void
    {
        $variant->prices()->createMany([
            ['currency_code' => 'EUR', 'amount' => 990],
            ['currency_code' => 'USD', 'amount' => 1090, 'compare_at_amount' => 1290],
        ]);

        DB::table('stock_levels')->insertUsing(
            ['warehouse_id', 'product_variant_id', 'quantity'],
            DB::table('warehouses')->where('is_active', true)->selectRaw('id, ?, 25', [$variant->id]),
        );
    }
}

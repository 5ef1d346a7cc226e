<?php

namespace App\Services;

use App\Models\Product;
use App\Models\Vendor;
use App\Support\Tables;
use Illuminate\Support\Facades\DB;

class PurchasingService
{
    public function offer(Product $product, Vendor $vendor, int $cost, ?string $sku = null): void
    {
        $product->vendors()->syncWithoutDetaching([
            $vendor->id => ['cost_amount' => $cost, 'vendor_sku' => $sku],
        ]);
    }

    public function cheapest(Product $product): ?Vendor
    {
        return Vendor::query()
            ->select('vendors.*')
            ->join(Tables::PRODUCT_VENDOR, 'product_vendor.vendor_id', '=', 'vendors.id')
            ->where('product_vendor.product_id', $product->id)
            ->orderBy('product_vendor.cost_amount')
            ->first();
    }

    public function drop(Vendor $vendor): void
    {
        DB::table(Tables::PRODUCT_VENDOR)->where('vendor_id', $vendor->id)->delete();
        DB::table('vendors')->delete($vendor->id);
    }
}

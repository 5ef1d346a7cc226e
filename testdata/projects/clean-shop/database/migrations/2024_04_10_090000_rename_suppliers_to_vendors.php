<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::rename('suppliers', 'vendors');
        Schema::rename('product_supplier', 'product_vendor');

        Schema::table('product_vendor', function (Blueprint $table) {
            $table->renameColumn('supplier_id', 'vendor_id');
            $table->renameColumn('supplier_sku', 'vendor_sku');
        });
    }

    public function down(): void
    {
        Schema::table('product_vendor', function (Blueprint $table) {
            $table->renameColumn('vendor_id', 'supplier_id');
            $table->renameColumn('vendor_sku', 'supplier_sku');
        });

        Schema::rename('product_vendor', 'product_supplier');
        Schema::rename('vendors', 'suppliers');
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('product_supplier', function (Blueprint $table) {
            $table->id();
            $table->foreignId('product_id')->constrained()->restrictOnDelete();
            $table->foreignId('supplier_id')->constrained()->cascadeOnDelete();
            $table->string('supplier_sku', 64)->nullable();
            $table->unsignedBigInteger('cost_amount')->nullable();
            $table->timestamps();

            $table->unique(['product_id', 'supplier_id']);
        });

        DB::table('products')->whereNotNull('supplier_id')->orderBy('id')->each(function (object $product) {
            DB::table('product_supplier')->insert([
                'product_id' => $product->id,
                'supplier_id' => $product->supplier_id,
                'created_at' => now(),
                'updated_at' => now(),
            ]);
        });

        Schema::table('products', function (Blueprint $table) {
            $table->dropForeign(['supplier_id']);
            $table->dropColumn('supplier_id');
        });
    }

    public function down(): void
    {
        Schema::table('products', function (Blueprint $table) {
            $table->foreignId('supplier_id')->nullable()->after('brand_id')->constrained()->nullOnDelete();
        });

        Schema::dropIfExists('product_supplier');
    }
};

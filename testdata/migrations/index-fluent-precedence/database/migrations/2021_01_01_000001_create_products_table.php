<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('products', function (Blueprint $table) {
            // Of several indexes on one column only the strongest comes to be, whatever the order.
            $table->string('sku', 40)->index()->unique()->primary();
            $table->string('ean', 40)->index()->unique();
            $table->string('name', 40)->index('products_by_name')->unique('products_one_name');
            $table->string('brand', 40)->index('products_by_brand');
        });
    }
};

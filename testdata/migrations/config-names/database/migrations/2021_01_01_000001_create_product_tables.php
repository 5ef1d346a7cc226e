<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Config;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        $tables = config('shop.tables');
        Schema::create($tables['products'], function (Blueprint $table) {
            $table->id();
            foreach (config('shop.extra_columns') as $column) {
                $table->string($column)->nullable();
            }
        });
        Schema::create(config('shop.tables.variants'), function (Blueprint $table) use ($tables) {
            $table->id();
            $table->foreignId('product_id')->constrained($tables['products']);
        });
        Schema::create(Config::get('shop.prefix').'_'.config('shop.missing', 'fallback'), fn (Blueprint $table) => $table->id());
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create(table: 'prices', callback: function (Blueprint $table) {
            $table->id();
            $table->decimal(places: 4, total: 12, column: 'amount');
            $table->string(length: 3, column: 'currency');
            $table->integer(column: 'position', unsigned: true);
            $table->morphs(name: 'priced', indexName: 'prices_what');
            $table->index(columns: ['currency', 'position'], name: 'prices_order');
        });
    }
};

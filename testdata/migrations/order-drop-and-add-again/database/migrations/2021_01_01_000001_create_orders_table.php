<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('orders', function (Blueprint $table) {
            $table->id();
            $table->string('number', 20);
            $table->string('note');
        });
        Schema::table('orders', function (Blueprint $table) {
            $table->dropColumn('number');
            $table->index('code', 'orders_by_code');
            $table->string('code')->nullable();
        });
    }
};

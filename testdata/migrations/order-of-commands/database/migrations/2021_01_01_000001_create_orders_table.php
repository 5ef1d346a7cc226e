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
            $table->string('number', 20)->index();
            $table->integer('total');
        });
        // Up to version 10 changes come first, then new columns, then all else as it is written.
        Schema::table('orders', function (Blueprint $table) {
            $table->dropIndex(['number']);
            $table->unique(['number', 'currency']);
            $table->char('currency', 3)->default('EUR');
            $table->bigInteger('total')->change();
            $table->dropColumn('total');
        });
    }
};

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
            // Dropping rebuilds the table as it was before this closure: the new column is gone again.
            $table->string('code')->nullable();
            $table->dropColumn('number');
        });
    }
};

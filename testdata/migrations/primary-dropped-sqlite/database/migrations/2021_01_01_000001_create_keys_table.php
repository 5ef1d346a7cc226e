<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('keys', function (Blueprint $table) {
            $table->string('key', 30)->primary();
            $table->string('value', 30);
        });
        // Silently does nothing.
        Schema::table('keys', fn (Blueprint $table) => $table->dropPrimary());
    }
};

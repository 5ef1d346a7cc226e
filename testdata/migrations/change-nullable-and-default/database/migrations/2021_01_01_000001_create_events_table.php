<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('events', function (Blueprint $table) {
            $table->id();
            $table->string('place')->nullable();
            $table->string('name');
            $table->boolean('public')->default(false);
            $table->foreignId('host_id')->index();
            $table->decimal('price', 8, 2);
        });
        Schema::table('events', function (Blueprint $table) {
            $table->string('place')->nullable(false)->change();
            $table->string('name', 30)->default('party')->change();
            $table->boolean('public')->default(true)->change();
            $table->unsignedBigInteger('host_id')->nullable()->change();
            $table->decimal('price', 12, 3)->nullable()->default(1.5)->change();
        });
    }
};

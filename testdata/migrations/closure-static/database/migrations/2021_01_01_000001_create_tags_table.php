<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up(): void
    {
        Schema::create('tags', static function (Blueprint $table): void {
            $table->increments('id');
            $table->string('slug')->unique();
        });
        Schema::table('tags', static fn (Blueprint $table) => $table->unsignedInteger('uses')->default(0));
    }
};

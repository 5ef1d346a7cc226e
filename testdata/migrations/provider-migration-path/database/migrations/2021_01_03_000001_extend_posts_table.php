<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        // Runs behind the module's migration: names decide, not folders.
        if (Schema::hasTable('posts')) {
            Schema::table('posts', fn (Blueprint $table) => $table->string('title')->default(''));
        }
    }
};

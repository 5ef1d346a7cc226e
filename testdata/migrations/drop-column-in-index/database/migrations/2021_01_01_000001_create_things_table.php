<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            $table->string('a', 10)->index();
            $table->string('b', 10);
            $table->string('c', 10);
            $table->index(['b', 'c']);
        });
        // MySQL takes the column out of each index, and drops those that are left without any.
        Schema::table('things', fn (Blueprint $table) => $table->dropColumn(['a', 'b']));
    }
};

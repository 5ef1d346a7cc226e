<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('owners', fn (Blueprint $table) => $table->id());
        Schema::create('pets', function (Blueprint $table) {
            $table->id();
            $table->foreignId('owner_id')->constrained();
            $table->enum('kind', ['cat', 'dog']);
            $table->string('name');
        });
        // Nullable, so that the key can set it to null; the old key has to go for that.
        Schema::table('pets', fn (Blueprint $table) => $table->dropForeign(['owner_id']));
        Schema::table('pets', function (Blueprint $table) {
            $table->foreignId('owner_id')->nullable()->change();
            $table->foreign('owner_id')->references('id')->on('owners')->nullOnDelete();
        });
    }
}

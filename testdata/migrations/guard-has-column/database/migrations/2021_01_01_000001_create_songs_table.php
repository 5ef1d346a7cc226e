<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('songs', function (Blueprint $table) {
            $table->id();
            $table->string('title');
        });
        if (! Schema::hasColumn('songs', 'length')) {
            Schema::table('songs', fn (Blueprint $table) => $table->integer('length')->nullable());
        }
        Schema::table('songs', function (Blueprint $table) {
            // The name is compared without regard to case.
            if (! Schema::hasColumn('songs', 'TITLE')) {
                $table->string('TITLE');
            }
            if (Schema::hasColumns('songs', ['title', 'length']) && ! Schema::hasColumns('songs', ['title', 'artist'])) {
                $table->string('artist')->nullable();
            }
            if (! in_array('genre', Schema::getColumnListing('songs'))) {
                $table->string('genre')->nullable();
            }
            // What this Blueprint adds is not in the table yet.
            if (! Schema::hasColumn('songs', 'artist')) {
                $table->string('artist_again')->nullable();
            }
        });
    }
};

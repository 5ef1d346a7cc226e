<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('notes', function (Blueprint $table) {
            $table->id();
            $table->morphs('notable');
            $table->nullableMorphs('origin', 'notes_by_origin');
            $table->string('text');
        });
        Schema::table('notes', fn (Blueprint $table) => $table->dropMorphs('notable'));
        Schema::table('notes', fn (Blueprint $table) => $table->dropMorphs('origin', 'notes_by_origin'));
    }
};

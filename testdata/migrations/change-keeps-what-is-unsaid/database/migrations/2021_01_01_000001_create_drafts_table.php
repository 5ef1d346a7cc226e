<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('drafts', function (Blueprint $table) {
            $table->id();
            $table->string('title', 50)->nullable()->default('untitled')->index();
            $table->string('slug', 50)->unique();
            $table->unsignedInteger('words')->default(7);
            $table->string('state', 20)->default('new');
        });
        Schema::table('drafts', function (Blueprint $table) {
            // Up to version 10, null-ness and default stay unless they are mentioned.
            $table->string('title', 80)->change();
            $table->string('slug', 80)->nullable()->change();
            // The type's own arguments are always mentioned: this one is signed now.
            $table->integer('words')->change();
            $table->string('state', 20)->default(null)->nullable()->change();
        });
    }
};

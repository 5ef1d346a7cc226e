<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('owners', fn (Blueprint $table) => $table->id());
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            $table->foreignId('owner_id')->nullable()->constrained()->cascadeOnDelete();
            $table->string('code', 10)->default('none')->unique();
            $table->enum('state', ['new', 'old'])->default('new');
            $table->boolean('live')->default(true);
            $table->decimal('price', 8, 2)->nullable();
            $table->string('gone')->nullable();
            $table->timestamps();
            $table->index(['state', 'live'], 'things_by_state');
        });
        Schema::table('things', fn (Blueprint $table) => $table->dropColumn('gone'));
        Schema::table('things', fn (Blueprint $table) => $table->renameColumn('code', 'number'));
        Schema::table('things', fn (Blueprint $table) => $table->text('price')->nullable()->change());
    }
}

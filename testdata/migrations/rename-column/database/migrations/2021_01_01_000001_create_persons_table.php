<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('persons', function (Blueprint $table) {
            $table->id();
            $table->string('mail', 100)->nullable()->unique();
            $table->unsignedInteger('age')->default(18);
            $table->text('about');
        });
        Schema::table('persons', fn (Blueprint $table) => $table->renameColumn('mail', 'email'));
        Schema::table('persons', function (Blueprint $table) {
            $table->renameColumn('age', 'years');
        });
    }
};

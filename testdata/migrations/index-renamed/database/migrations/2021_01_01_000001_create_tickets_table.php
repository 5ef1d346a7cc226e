<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('tickets', function (Blueprint $table) {
            $table->id();
            $table->string('number')->unique();
            $table->integer('priority')->index();
        });
        Schema::table('tickets', function (Blueprint $table) {
            $table->renameIndex('tickets_number_unique', 'one_number');
            $table->renameIndex('tickets_priority_index', 'by_priority');
        });
    }
};

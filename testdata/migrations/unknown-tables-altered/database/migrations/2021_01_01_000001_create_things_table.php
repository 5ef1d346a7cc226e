<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        foreach (['things', 'others'] as $name) {
            if (! Schema::hasTable($name)) {
                continue;
            }
            Schema::table($name, fn (Blueprint $table) => $table->string('extra'));
        }
        Schema::create('things', fn (Blueprint $table) => $table->id());
    }
};

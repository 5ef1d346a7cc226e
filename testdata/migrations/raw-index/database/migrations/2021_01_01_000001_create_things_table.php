<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            $table->string('name', 40);
            $table->string('kind', 40);
            $table->rawIndex('name, kind', 'things_raw');
            $table->index([DB::raw('kind')], 'things_kinds');
        });
    }
};

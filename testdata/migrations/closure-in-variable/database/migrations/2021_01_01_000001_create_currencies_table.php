<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        // The same columns for several tables.
        $columns = function (Blueprint $table) {
            $table->char('code', 3)->primary();
            $table->string('name');
        };

        Schema::create('currencies', $columns);
        Schema::create('retired_currencies', $columns);
    }
};

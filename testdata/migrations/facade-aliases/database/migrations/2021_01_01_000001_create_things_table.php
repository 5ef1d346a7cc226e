<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint as Table;

class CreateThingsTable extends Migration
{
    public function up()
    {
        // The aliases of `config/app.php` work without any import.
        \Schema::create('things', function (Table $table) {
            $table->id();
            $table->string(\Str::snake('FullName'));
        });
        if (DB::getDriverName() !== 'oracle') {
            Schema::table('things', fn (Table $table) => $table->string('more')->nullable());
        }
    }
}

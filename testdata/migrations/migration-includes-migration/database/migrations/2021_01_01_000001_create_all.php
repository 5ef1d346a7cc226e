<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        $base = require __DIR__.'/../shared/create_base_tables.php';
        $base->up();

        foreach (include database_path('shared/names.php') as $name) {
            Schema::create($name, fn (Blueprint $table) => $table->id());
        }
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Config;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        config(['names.orders' => 'sales']);
        Config::set('names.lines', 'sale_lines');
        foreach (config('names') as $name) {
            Schema::create($name, fn (Blueprint $table) => $table->id());
        }
    }
}

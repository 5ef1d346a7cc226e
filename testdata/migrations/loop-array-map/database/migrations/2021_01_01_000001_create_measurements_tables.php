<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        $names = array_map(fn ($unit) => $unit.'_measurements', ['metre', 'gram']);
        array_walk($names, function ($name) {
            Schema::create($name, function (Blueprint $table) {
                $table->id();
                array_map([$table, 'text'], ['remarks', 'source']);
            });
        });
        array_map(function ($name) {
            Schema::table($name, fn (Blueprint $table) => $table->double('value'));
        }, array_filter($names, fn ($name) => $name !== 'gram_measurements'));
    }
};

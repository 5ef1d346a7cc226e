<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        collect(['invoices', 'letters'])->each(function ($name) {
            Schema::create($name.'_archive', function (Blueprint $table) {
                $table->id();
                $table->binary('content');
            });
        });

        collect(['year' => 'year', 'kind' => 'string'])->each(function (string $type, string $column) {
            Schema::table('letters_archive', fn (Blueprint $table) => $table->{$type}($column)->nullable());
        });

        collect(['a', 'b', 'c'])
            ->reject(fn ($letter) => $letter === 'b')
            ->map(fn ($letter) => 'series_'.$letter)
            ->each(fn ($name) => Schema::create($name, fn (Blueprint $table) => $table->id()));
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;
use Illuminate\Support\Str;

class CreateTables extends Migration
{
    public function up()
    {
        $names = [
            Str::plural('company'),
            Str::snake('OrderLine').'s',
            Str::slug('Blue Whale', '_'),
            Str::lower('LOUD'),
            (string) Str::of('invoice_item')->plural()->prepend('x_'),
            Str::singular('mice'),
            Str::camel('two_words'),
            Str::studly('three_small_words'),
            Str::before('left:right', ':'),
            Str::after('left:right', ':'),
            Str::finish('end', '_x'),
            Str::start('begin', 'a_'),
            Str::replace('-', '_', 'da-sh'),
            Str::limit('abcdefgh', 3, ''),
            Str::substr('prefix_name', 7),
        ];
        foreach ($names as $name) {
            Schema::create($name, fn (Blueprint $table) => $table->id());
        }
    }
}

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        foreach (['first', 'second', 'third'] as $name) {
            Schema::create($name, function (Blueprint $table) {
                $table->string('key', 30)->primary();
                $table->string('value', 30);
            });
        }
        // MySQL has one primary key, whatever it is called here.
        Schema::table('first', fn (Blueprint $table) => $table->dropPrimary());
        Schema::table('second', fn (Blueprint $table) => $table->dropPrimary('second_key_primary'));
        Schema::table('third', function (Blueprint $table) {
            $table->dropPrimary(['key']);
            $table->primary('value');
        });
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Query\Expression;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    private const COUNTRY = 'de';

    public function up()
    {
        Schema::create('profiles', function (Blueprint $table) {
            $table->id();
            $table->string('a')->default('');
            $table->string('b')->default('it is');
            $table->string('c')->default(strtoupper(self::COUNTRY));
            $table->integer('d')->default(-1);
            $table->bigInteger('e')->default('42');
            $table->boolean('f')->default(true);
            $table->boolean('g')->default(0);
            $table->decimal('h', 8, 2)->default(9.99);
            $table->string('i')->nullable()->default(null);
            $table->timestamp('j')->default(DB::raw('CURRENT_TIMESTAMP'));
            $table->dateTime('k')->default(new Expression('CURRENT_TIMESTAMP'));
            $table->integer('l')->default(DB::raw('7'));
            $table->string('m')->default(null);
            $table->double('n')->default(1e3);
        });
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            call_user_func([$table, 'id']);
            call_user_func([$table, 'string'], 'name', 40)->nullable();
            call_user_func_array([$table, 'decimal'], ['price', 9, 4]);
            foreach (['colour' => ['string', 20], 'amount' => ['integer']] as $name => [$method]) {
                call_user_func_array([$table, $method], [$name]);
            }
        });
        call_user_func([$this, 'more'], 'others');
        call_user_func('self::evenMore', 'last');
    }

    public function more(string $name): void
    {
        Schema::create($name, fn (Blueprint $table) => $table->id());
    }

    public static function evenMore(string $name): void
    {
        Schema::create($name, fn (Blueprint $table) => $table->id());
    }
};

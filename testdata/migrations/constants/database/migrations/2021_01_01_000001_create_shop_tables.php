<?php

use App\Support\Tables;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

const SHOP_NAME_LENGTH = 120;

define('SHOP_NOTES', Tables::PREFIX.'notes');

class CreateShopTables extends Migration
{
    protected const KEY = 'number';

    public function up()
    {
        Schema::create(Tables::CUSTOMERS, function (Blueprint $table) {
            $table->id(self::KEY);
            $table->string('name', SHOP_NAME_LENGTH);
        });
        Schema::create(Tables::ALL['orders'], function (Blueprint $table) {
            $table->id();
            $table->foreignId('customer_number')->constrained(Tables::CUSTOMERS, static::KEY);
        });
        Schema::create(SHOP_NOTES, fn (Blueprint $table) => $table->text('body'));
    }
}

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        $address = function (Blueprint $table, string $prefix) {
            $each = function (array $names) use ($table, $prefix) {
                foreach ($names as $name) {
                    $table->string("{$prefix}_{$name}")->nullable();
                }
            };
            $each(['street', 'city']);
            $table->char($prefix.'_country', 2);
        };

        Schema::create('orders', function (Blueprint $table) use ($address) {
            $table->id();
            $address($table, 'billing');
            $address($table, 'shipping');
        });
    }
};

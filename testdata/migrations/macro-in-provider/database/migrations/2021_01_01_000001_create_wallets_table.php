<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('people', fn (Blueprint $table) => $table->id());
        Schema::create('wallets', function (Blueprint $table) {
            $table->id();
            $table->money('balance')->default(0);
            $table->money('rate', 6)->nullable();
            $table->ownedBy('people');
        });
    }
};

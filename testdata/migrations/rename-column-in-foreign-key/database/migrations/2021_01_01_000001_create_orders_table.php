<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('clients', fn (Blueprint $table) => $table->id());
        Schema::create('orders', function (Blueprint $table) {
            $table->id();
            $table->foreignId('client_id')->constrained();
            $table->string('code')->index();
        });
        Schema::table('orders', fn (Blueprint $table) => $table->renameColumn('client_id', 'customer_id'));
        // The referred column: the key follows.
        Schema::table('clients', fn (Blueprint $table) => $table->renameColumn('id', 'number'));
    }
};

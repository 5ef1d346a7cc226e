<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    private const STATES = ['open' => 'Open', 'sent' => 'Sent', 'lost' => 'Gone astray'];

    public function up()
    {
        Schema::create('shipments', function (Blueprint $table) {
            $table->id();
            $table->enum('state', array_keys(self::STATES))->default('open');
            $table->enum('label', self::STATES)->nullable();
            $table->enum('size', ['S', 'M', 'L'])->index();
        });
    }
};

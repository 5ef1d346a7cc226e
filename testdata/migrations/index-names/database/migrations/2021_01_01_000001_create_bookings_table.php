<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('Bookings', function (Blueprint $table) {
            $table->id();
            $table->string('roomNumber')->index();
            $table->string('code-name');
            $table->date('starts_on');
            $table->date('ends_on');
            $table->string('voucher')->unique('voucher_once');
            // Conventional names are lower case, and hyphens become underscores.
            $table->unique(['roomNumber', 'starts_on']);
            $table->index('code-name');
            $table->index(['ends_on', 'starts_on'], 'Bookings_By_End');
            $table->index(['starts_on']);
        });
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('parcels', function (Blueprint $table) {
            $table->id();
            // Laravel 8 only asks whether the attribute is set: `false` makes an index all the same.
            $table->string('code', 20)->index(false);
            $table->string('label', 20)->unique(false);
            // Null is not set.
            $table->string('carrier', 20)->index(null);
            // A false one is found first, and the other is not looked at.
            $table->string('depot', 20)->index()->unique(false);
        });
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('bikes', fn (Blueprint $table) => $table->id());
        Schema::create('rentals', function (Blueprint $table) {
            $table->id();
            // After `constrained()` the words go to the key, which has no use for them.
            $table->foreignId('bike_id')->constrained()->nullable()->unique()->default(1);
            $table->foreignId('spare_id')->constrained('bikes')->comment('if the other one breaks')->onDelete('cascade');
            // A plain column cannot refer to anything.
            $table->unsignedBigInteger('old_bike_id')->nullable()->references('id')->on('bikes');
        });
    }
};

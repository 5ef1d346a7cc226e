<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('forecasts', function (Blueprint $table) {
            $table->id();
            for ($i = 1; $i <= 12; $i++) {
                $table->decimal("p{$i}", 10, 2)->default(0);
            }
            for ($hour = 0; $hour < 24; $hour += 6) {
                $table->string('hour_'.str_pad((string) $hour, 2, '0', STR_PAD_LEFT))->nullable();
            }
        });
    }
};

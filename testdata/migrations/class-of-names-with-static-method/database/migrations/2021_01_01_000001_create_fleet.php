<?php

use App\Models\Captain;
use App\Models\Ship;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create(Captain::tableName(), fn (Blueprint $table) => $table->id());
        Schema::create(Ship::tableName(), function (Blueprint $table) {
            $table->id();
            $table->foreignIdFor(Captain::class)->constrained(Captain::tableName());
        });
    }
};

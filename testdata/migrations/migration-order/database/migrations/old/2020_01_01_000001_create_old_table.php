<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        // Folders below the folder are not searched.
        Schema::create('old', fn (Blueprint $table) => $table->id());
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateStampsTable extends Migration
{
    public function up()
    {
        Schema::create('stamps', fn (Blueprint $table) => $table->id());
    }

    public function down()
    {
        Schema::dropIfExists('stamps');
    }
}

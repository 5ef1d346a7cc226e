<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('names', function (Blueprint $table) {
            $table->string('first');
            $table->string('last', 255);
            $table->char('initials');
            $table->rememberToken();
            $table->nullableMorphs('named');
        });
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('chats', function (Blueprint $table) {
            $table->engine = 'InnoDB';
            $table->charset = 'utf8mb4';
            $table->collation = 'utf8mb4_bin';
            $table->id()->comment('who would have thought');
            $table->string('body')->charset('utf8mb4')->collation('utf8mb4_bin')->comment("it's text");
            $table->string('secret')->invisible()->nullable();
        });
        Schema::create('cards', function (Blueprint $table) {
            $table->engine = 'MyISAM';
            $table->id();
        });
    }
};

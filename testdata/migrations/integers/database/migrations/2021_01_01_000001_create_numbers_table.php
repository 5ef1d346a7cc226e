<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('numbers', function (Blueprint $table) {
            foreach (['integer', 'tinyInteger', 'smallInteger', 'mediumInteger', 'bigInteger'] as $type) {
                $table->{$type}($type);
                $table->{'unsigned'.ucfirst($type)}('unsigned_'.$type)->default(1);
                $table->$type("late_$type")->unsigned()->nullable();
                $table->$type('argument_'.$type, false, true);
            }
        });
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        foreach (['colours', 'sizes', 'materials'] as $name) {
            Schema::create($name, function (Blueprint $table) {
                $table->smallIncrements('id');
                $table->string('label', 40)->unique();
            });
        }
    }
};

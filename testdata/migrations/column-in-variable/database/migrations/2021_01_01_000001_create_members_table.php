<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        $required = false;

        Schema::create('members', function (Blueprint $table) use ($required) {
            $table->id();
            $email = $table->string('email');
            if (! $required) {
                $email->nullable();
            }
            $email->unique();
            $age = $table->integer('age');
            $age->unsigned()->default(18);
            tap($table->string('nickname'), fn ($column) => $column->nullable());
        });
    }
};

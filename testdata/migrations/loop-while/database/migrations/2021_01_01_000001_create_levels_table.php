<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('levels', function (Blueprint $table) {
            $table->id();
            $level = 0;
            while (true) {
                $level++;
                if ($level === 2) {
                    continue;
                }
                if ($level > 4) {
                    break;
                }
                $table->string('level_'.$level)->nullable();
            }
            $names = ['north', 'south'];
            do {
                $table->float(array_shift($names));
            } while ($names);
        });
    }
};

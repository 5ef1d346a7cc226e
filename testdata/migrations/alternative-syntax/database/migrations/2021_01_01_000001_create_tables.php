<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        foreach (['a', 'b'] as $name):
            if ($name === 'a'):
                Schema::create('is_a', fn (Blueprint $table) => $table->id());
            elseif ($name === 'b'):
                Schema::create('is_b', fn (Blueprint $table) => $table->id());
            else:
                Schema::create('neither', fn (Blueprint $table) => $table->id());
            endif;
        endforeach;
        for ($i = 0; $i < 2; $i++):
            Schema::create('for_'.$i, fn (Blueprint $table) => $table->id());
        endfor;
        switch (true):
            case Schema::hasTable('is_b'):
                Schema::create('switched', fn (Blueprint $table) => $table->id());
                break;
        endswitch;
        $i = 0;
        while ($i < 2):
            Schema::create("while_{$i}", fn (Blueprint $table) => $table->id());
            $i++;
        endwhile;
    }
}

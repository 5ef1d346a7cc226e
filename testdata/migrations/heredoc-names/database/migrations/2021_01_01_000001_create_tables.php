<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    private $parts = ['area' => 'north', 'no' => [1, 2]];

    public function up()
    {
        $object = new stdClass;
        $object->name = 'things';
        $area = $this->parts['area'];
        $names = [
            "{$this->parts['area']}_one",
            "$area-two",
            "${area}_three",
            "no_{$this->parts['no'][1]}",
            "some_$object->name",
            <<<NAME
            here_{$area}
            NAME,
            <<<'NAME'
            now_doc
            NAME,
            'single_$area',
            "esc\x61ped\u{5f}name",
        ];
        foreach ($names as $name) {
            Schema::create(str_replace(['-', '$'], ['_', ''], $name), fn (Blueprint $table) => $table->id());
        }
    }
}

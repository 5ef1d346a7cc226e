<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        $made = [];
        $make = function (string $name) use (&$made) {
            Schema::create($name, function (Blueprint $table) {
                $table->id();
            });
            $made[] = $name;
        };
        $make('clicks');
        $make('views');

        // What the closure collected is known out here.
        foreach ($made as $name) {
            Schema::table($name, function (Blueprint $table) use ($name) {
                $table->unsignedBigInteger($name.'_total')->default(0);
            });
        }
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        foreach (range(0, 3) as $shard) {
            Schema::create("events_$shard", function (Blueprint $table) {
                $table->bigIncrements('id');
                foreach (range('a', 'c') as $letter) {
                    $table->string('key_'.$letter, 20);
                }
            });
        }
    }
};

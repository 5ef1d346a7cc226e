<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('sums', function (Blueprint $table) {
            $table->id();
            $table->string('text')->nullable();
        });
        DB::statement("update sums set text = 'alter table sums drop column text' where id > ?", [3]);
        DB::insert('insert into sums (text) values (?)', ['drop table sums']);
        DB::update('update sums set text = null');
        DB::delete('delete from sums');
        DB::select('select * from sums');
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('owners', fn (Blueprint $table) => $table->id());
        Schema::create('filled', fn (Blueprint $table) => $table->id());
        DB::table('filled')->insert(['id' => 7]);

        if (DB::table('owners')->count() === 0) {
            $this->make('counted');
        }
        if (DB::table('owners')->where('id', 5)->doesntExist()) {
            $this->make('lacking');
        }
        if (DB::table('owners')->get()->isEmpty()) {
            $this->make('listed');
        }
        if (DB::table('owners')->first() === null) {
            $this->make('sought');
        }
        if (count(DB::select('select id from owners where id > 3')) == 0) {
            $this->make('selected');
        }
        if (DB::selectOne('select count(*) as number from owners')->number === 0) {
            $this->make('summed');
        }
        if (DB::table('owners')->exists() || DB::table('owners')->pluck('id')->isNotEmpty()) {
            $this->make('never');
        }
        if (! DB::table('owners')->find(3)) {
            $this->make('last');
        }
    }

    private function make($name)
    {
        Schema::create($name, fn (Blueprint $table) => $table->id());
    }
}

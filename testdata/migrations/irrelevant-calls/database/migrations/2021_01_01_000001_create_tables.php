<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        // What has nothing to do with the schema must not disturb.
        $start = microtime(true);
        set_time_limit(0);
        ini_set('memory_limit', '-1');
        DB::disableQueryLog();
        DB::connection()->disableQueryLog();
        $this->say('creating');
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            $table->timestamp('at')->default(now()->startOfYear());
        });
        if (microtime(true) - $start > 3600) {
            $this->say('slow');
        }
        DB::table('things')->insert(['at' => now()]);
        DB::table('things')->orderBy('id')->chunk(100, function ($things) {
            foreach ($things as $thing) {
                DB::table('things')->where('id', $thing->id)->update(['at' => now()]);
            }
        });
    }

    private function say(string $what): void
    {
        @fwrite(fopen('php://memory', 'w'), $what);
    }
}

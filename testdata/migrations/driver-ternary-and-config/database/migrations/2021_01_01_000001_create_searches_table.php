<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        $driver = config('database.default');
        $isMysql = Schema::getConnection()->getDriverName() === 'mysql';

        Schema::create($isMysql ? 'searches' : 'lite_searches', function (Blueprint $table) use ($driver) {
            $table->id();
            $table->{$driver === 'sqlite' ? 'text' : 'string'}('term');
            if (config("database.connections.{$driver}.driver") == 'sqlite') {
                $table->boolean('is_lite')->default(true);
            }
        });
        if (DB::connection()->getConfig('driver') !== 'sqlite') {
            DB::statement('ALTER TABLE searches ADD COLUMN weight INT NULL');
        }
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('ports', fn (Blueprint $table) => $table->id());
        Schema::create('ships', function (Blueprint $table) {
            $table->id();
            $table->foreignId('home_id')->constrained('ports');
            $table->foreignId('next_id')->constrained('ports');
            $table->string('name')->index('by_name');
            $table->string('flag')->unique('by_flag');
            $table->string('old_mast')->nullable();
            $table->string('old_sail')->nullable();
        });

        // The keys, by a question that leaves their names open.
        $keys = DB::select(
            'SELECT CONSTRAINT_NAME, COLUMN_NAME AS col FROM information_schema.KEY_COLUMN_USAGE
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND REFERENCED_TABLE_NAME IS NOT NULL',
            ['ships']
        );
        foreach ($keys as $key) {
            if ($key->col === 'next_id') {
                Schema::table('ships', fn (Blueprint $table) => $table->dropForeign($key->CONSTRAINT_NAME));
            }
        }

        $indexes = collect(DB::select('SHOW INDEXES FROM ships'))->pluck('Key_name')->unique()->all();
        foreach (['by_name', 'by_flag', 'by_nothing'] as $index) {
            if (in_array($index, $indexes)) {
                Schema::table('ships', fn (Blueprint $table) => $table->dropIndex($index));
            }
        }

        foreach (DB::select('SHOW COLUMNS FROM ships') as $column) {
            if (strpos($column->Field, 'old_') === 0) {
                Schema::table('ships', fn (Blueprint $table) => $table->dropColumn($column->Field));
            }
        }

        $number = DB::selectOne("select count(*) as c from information_schema.columns where table_name = 'ships' and table_schema = database()");
        Schema::table('ships', fn (Blueprint $table) => $table->string('columns_'.$number->c)->nullable());
    }
}

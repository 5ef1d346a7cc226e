<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            $table->string('name')->unique();
            $table->string('kind')->index();
        });
        Schema::table('things', function (Blueprint $table) {
            $manager = Schema::getConnection()->getDoctrineSchemaManager();
            $indexes = $manager->listTableIndexes('things');
            if (array_key_exists('things_name_unique', $indexes)) {
                $table->dropUnique('things_name_unique');
            }
            if (! isset($indexes['things_by_name'])) {
                $table->index('name', 'things_by_name');
            }
            if ($manager->listTableDetails('things')->hasIndex('things_kind_index')) {
                $table->dropIndex('things_kind_index');
            }
        });
        if (Schema::getColumnType('things', 'name') === 'string') {
            Schema::table('things', fn (Blueprint $table) => $table->string('known')->nullable());
        }
        if (count(DB::getDoctrineSchemaManager()->listTableForeignKeys('things')) > 0) {
            Schema::drop('things');
        }
    }
};

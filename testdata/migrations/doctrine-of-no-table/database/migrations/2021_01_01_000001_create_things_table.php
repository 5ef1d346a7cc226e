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
            $table->string('name');
        });
        $manager = DB::getDoctrineSchemaManager();
        if (! $manager->listTableDetails('thing')->hasIndex('things_by_name')) {
            Schema::table('things', fn (Blueprint $table) => $table->index('name', 'things_by_name'));
        }
        if (! $manager->listTableDetails('thing')->hasColumn('kind')) {
            Schema::table('things', fn (Blueprint $table) => $table->string('kind'));
        }
        if (count($manager->listTableIndexes('thing')) === 0 && ! $manager->tablesExist(['thing'])) {
            Schema::create('other', fn (Blueprint $table) => $table->id());
        }
    }
};

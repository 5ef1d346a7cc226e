<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', fn (Blueprint $table) => $table->string('name', 30));
        $connection = Schema::getConnection();
        $table = $connection->getTablePrefix().'things';
        $connection->statement("ALTER TABLE $table ADD COLUMN colour varchar(10) DEFAULT 'red'");
        DB::connection($connection->getName())->statement("CREATE INDEX things_name ON {$table} (name)");
        $connection->getPdo()->exec("ALTER TABLE $table ADD COLUMN more integer");
    }
};

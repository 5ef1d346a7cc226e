<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    protected $connection = 'warehouse';

    public function up()
    {
        // The migration's connection is the default one while it runs.
        Schema::create('stocks', fn (Blueprint $table) => $table->id());
        if (DB::getDefaultConnection() === 'warehouse' && config('database.default') === 'warehouse') {
            Schema::table('stocks', fn (Blueprint $table) => $table->integer('amount')->default(0));
        }
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function getConnection()
    {
        return config('metrics.storage.connection');
    }

    public function up()
    {
        Schema::create('samples', fn (Blueprint $table) => $table->id());
        Schema::connection($this->getConnection())->create('sums', fn (Blueprint $table) => $table->id());
        // Null is the default connection, which is the migration's own while it runs.
        Schema::connection(null)->create('means', fn (Blueprint $table) => $table->id());
        Schema::connection('mysql')->create('hosts', fn (Blueprint $table) => $table->id());
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('files', function (Blueprint $table) {
            $table->id();
            $table->string('path');
        });

        switch (DB::connection()->getDriverName()) {
            case 'sqlite':
            case 'sqlsrv':
                Schema::table('files', fn (Blueprint $table) => $table->string('checksum')->nullable());
                break;
            case 'mysql':
                Schema::table('files', fn (Blueprint $table) => $table->char('sha256', 64)->nullable());
                // No break: MySQL takes what follows too.
            default:
                Schema::table('files', fn (Blueprint $table) => $table->integer('size')->nullable());
        }
    }
};

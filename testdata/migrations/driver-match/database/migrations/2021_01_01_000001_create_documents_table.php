<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('documents', function (Blueprint $table) {
            $table->id();
            match (DB::getDriverName()) {
                'mysql', 'mariadb' => $table->mediumText('body'),
                'pgsql' => $table->jsonb('body'),
                default => $table->text('content'),
            };
        });
    }
};

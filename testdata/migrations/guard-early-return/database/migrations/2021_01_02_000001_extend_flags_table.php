<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::table('flags', function (Blueprint $table) {
            $table->string('colour')->nullable();
            if (! Schema::hasColumn('flags', 'ratio')) {
                return;
            }
            $table->string('never')->nullable();
        });
    }
};

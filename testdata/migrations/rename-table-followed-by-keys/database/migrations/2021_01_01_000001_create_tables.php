<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('companies', fn (Blueprint $table) => $table->id());
        Schema::create('employees', function (Blueprint $table) {
            $table->id();
            $table->foreignId('company_id')->constrained();
        });
        // Foreign keys of other tables follow, and keep their names.
        Schema::rename('companies', 'organisations');
        Schema::table('employees', fn (Blueprint $table) => $table->rename('staff'));
    }
}

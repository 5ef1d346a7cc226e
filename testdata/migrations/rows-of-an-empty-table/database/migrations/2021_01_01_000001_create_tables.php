<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('tenants', function (Blueprint $table) {
            $table->id();
            $table->string('slug');
        });
        // A fresh database has no tenants, so none of them gets tables.
        foreach (DB::table('tenants')->pluck('slug') as $slug) {
            Schema::create("{$slug}_orders", fn (Blueprint $table) => $table->id());
        }
        DB::table('tenants')->get()->each(function ($tenant) {
            Schema::create($tenant->slug.'_clients', fn (Blueprint $table) => $table->id());
        });
        Schema::create('last', fn (Blueprint $table) => $table->id());
    }
}

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        Schema::create('roles', function (Blueprint $table) {
            $table->id();
            $table->string('name');
        });
        DB::table('roles')->insert([
            ['name' => 'admin'],
            ['name' => 'guest'],
        ]);
        $admin = DB::table('roles')->where('name', 'admin')->value('id');
        Schema::create('users', function (Blueprint $table) use ($admin) {
            $table->id();
            $table->foreignId('role_id')->constrained();
            $table->boolean('vip')->default($admin === null);
        });
        DB::table('users')->update(['vip' => true]);
    }
}

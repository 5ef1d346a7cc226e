<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('tasks', function (Blueprint $table) {
            $table->id();
            $table->string('title', 80);
            $table->string('owner', 80)->index();
        });
        Schema::table('tasks', function (Blueprint $table) {
            $table->string('title', 100)->unique()->change();
            $table->string('owner', 60)->change();
            $table->dropIndex(['owner']);
            $table->index('owner', 'tasks_of');
        });
    }
};

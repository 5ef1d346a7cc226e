<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        foreach (['users', 'roles'] as $name) {
            $this->{'create'.ucfirst($name)}($name);
        }
        $method = 'createLast';
        $this->$method();
        static::createStatic();
        [$this, 'createByArray']('by_array');
    }

    protected function createUsers($name)
    {
        Schema::create($name, fn (Blueprint $table) => $table->string('email'));
    }

    protected function createRoles($name)
    {
        Schema::create($name, fn (Blueprint $table) => $table->string('label'));
    }

    private function createLast()
    {
        Schema::create('last', fn (Blueprint $table) => $table->id());
    }

    private function createByArray($name)
    {
        Schema::create($name, fn (Blueprint $table) => $table->id());
    }

    private static function createStatic()
    {
        Schema::create('by_static', fn (Blueprint $table) => $table->id());
    }
}

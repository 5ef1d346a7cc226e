<?php

use Illuminate\Database\ConnectionResolverInterface;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Database\Schema\Builder;
use Illuminate\Support\Facades\DB;

return new class extends Migration
{
    /** @var Builder */
    private $schema;

    public function __construct()
    {
        $this->schema = app('db')->connection()->getSchemaBuilder();
    }

    public function up()
    {
        $this->schema->create('first', fn (Blueprint $table) => $table->id());
        DB::getSchemaBuilder()->create('second', fn (Blueprint $table) => $table->id());
        app(ConnectionResolverInterface::class)->connection()->getSchemaBuilder()->create('third', fn (Blueprint $table) => $table->id());
        resolve('db')->getSchemaBuilder()->rename('third', 'fourth');
    }
};

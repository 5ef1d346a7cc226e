<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->addColumn('bigInteger', 'id', ['autoIncrement' => true, 'unsigned' => true]);
            $table->addColumn('string', 'name', ['length' => 60])->nullable();
            $table->addColumn('decimal', 'price', ['total' => 6, 'places' => 1]);
            foreach (['json' => 'data', 'boolean' => 'live'] as $type => $name) {
                $table->addColumn($type, $name);
            }
        });
    }
};

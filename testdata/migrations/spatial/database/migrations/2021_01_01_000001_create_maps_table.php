<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('maps', function (Blueprint $table) {
            $table->id();
            $table->geometry('anything');
            $table->point('centre')->spatialIndex();
            $table->lineString('way');
            $table->polygon('area');
            $table->geometryCollection('all');
            $table->multiPoint('dots');
            $table->multiLineString('ways');
            $table->multiPolygon('areas');
            $table->spatialIndex('area');
            $table->spatialIndex('way', 'maps_by_way');
        });
        Schema::table('maps', fn (Blueprint $table) => $table->dropSpatialIndex(['area']));
    }
};

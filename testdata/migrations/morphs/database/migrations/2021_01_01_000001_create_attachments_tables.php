<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('attachments', function (Blueprint $table) {
            $table->id();
            $table->morphs('attachable');
            $table->nullableMorphs('source', 'attachments_source');
        });
        Schema::create('mentions', function (Blueprint $table) {
            $table->uuidMorphs('mentioned');
            $table->nullableUuidMorphs('by');
            $table->numericMorphs('where');
            $table->nullableNumericMorphs('reason');
        });
    }
};

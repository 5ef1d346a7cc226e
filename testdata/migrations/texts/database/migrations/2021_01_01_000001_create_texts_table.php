<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('texts', function (Blueprint $table) {
            $table->uuid('key')->primary();
            $table->foreignUuid('parent')->nullable();
            $table->char('one');
            $table->char('two', 2);
            $table->string('three');
            $table->string('four', 40);
            $table->string('zero', 0);
            $table->tinyText('five');
            $table->text('six')->nullable();
            $table->mediumText('seven');
            $table->longText('eight');
            $table->ipAddress('nine')->nullable();
            $table->macAddress('ten');
            $table->json('eleven');
            $table->jsonb('twelve')->nullable();
            $table->binary('thirteen');
        });
    }
};

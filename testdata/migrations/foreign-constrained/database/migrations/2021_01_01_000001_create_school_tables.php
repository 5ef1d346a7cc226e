<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        foreach (['schools', 'categories', 'people', 'order_statuses'] as $name) {
            Schema::create($name, fn (Blueprint $table) => $table->id());
        }
        Schema::create('courses', function (Blueprint $table) {
            $table->uuid('uuid')->primary();
            $table->foreignId('school_id')->constrained()->cascadeOnUpdate()->cascadeOnDelete();
            $table->foreignId('category_id')->constrained()->restrictOnDelete()->restrictOnUpdate();
            $table->foreignId('person_id')->nullable()->constrained()->nullOnDelete();
            $table->foreignId('teacher')->constrained('people')->onDelete('no action');
            $table->foreignId('order_status_id')->constrained();
        });
        Schema::create('lessons', function (Blueprint $table) {
            $table->id();
            // The second argument names the column there, and is cut off the name here.
            $table->foreignUuid('course_uuid')->constrained(null, 'uuid');
            $table->foreignUuid('next')->nullable()->constrained('courses', 'uuid');
            $table->foreignId('substitute_id')->references('id')->on('people');
        });
    }
};

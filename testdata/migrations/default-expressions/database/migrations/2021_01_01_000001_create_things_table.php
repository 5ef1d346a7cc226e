<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Query\Expression;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->uuid('id')->default(new Expression('(UUID())'))->primary();
            $table->json('tags')->default(new Expression('(JSON_ARRAY())'));
            $table->timestamp('seen_at')->default(DB::raw('CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP'));
            $table->timestamp('due_at')->nullable()->default(DB::raw('NULL'));
            $table->timestamp('made_at', 3)->useCurrent();
        });
    }
};

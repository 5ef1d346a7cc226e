<?php

use App\Database\Tables;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Support\Facades\Schema;

class CreateThings extends Migration
{
    public function up()
    {
        Tables::things('name', 'colour');
        Schema::table('things', fn ($table) => (new Tables)($table->nullable ?? $table));
    }
}

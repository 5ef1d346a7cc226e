<?php

use App\Facades\Columns;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    const TABLES = ['things', 'parts'];

    public function up()
    {
        foreach (self::TABLES as $name) {
            Schema::create($name, fn (Blueprint $table) => $table->id());
        }
        Columns::owned(self::TABLES);
    }
};

<?php

use App\Database\Builder;
use Illuminate\Database\Migrations\Migration;

class CreateTables extends Migration
{
    public function up()
    {
        Builder::table('stars')
            ->with('name', 'string', 40)
            ->with('distance', 'decimal', 20, 6)
            ->create();
    }
}

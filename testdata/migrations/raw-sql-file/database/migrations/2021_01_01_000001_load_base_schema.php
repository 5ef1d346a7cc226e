<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Support\Facades\DB;

class LoadBaseSchema extends Migration
{
    public function up()
    {
        // MySQL takes whatever stands behind the last semicolon for an empty query.
        DB::unprepared(trim(file_get_contents(database_path('schema/base.sql'))));
    }
}

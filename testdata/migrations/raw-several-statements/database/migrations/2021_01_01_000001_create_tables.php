<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Support\Facades\DB;

class CreateTables extends Migration
{
    public function up()
    {
        DB::unprepared('
            CREATE TABLE first (id integer NOT NULL PRIMARY KEY, name varchar(40));
            CREATE TABLE second (id integer NOT NULL PRIMARY KEY, text varchar(20) DEFAULT \'a; b\');
            ALTER TABLE first ADD COLUMN extra varchar(5);
            DROP TABLE second;
        ');
        DB::connection()->unprepared("INSERT INTO first (id, name) VALUES (1, 'x; DROP TABLE first')");
    }
}

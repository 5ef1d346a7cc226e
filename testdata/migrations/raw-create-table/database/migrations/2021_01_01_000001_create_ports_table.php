<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Support\Facades\DB;

return new class extends Migration
{
    public function up()
    {
        DB::statement(<<<'SQL'
            CREATE TABLE ports (
                code char(5) NOT NULL,
                name varchar(80) NOT NULL DEFAULT 'harbour', -- what people call it
                depth decimal(6, 2),
                opened date NULL,
                PRIMARY KEY (code)
            )
        SQL);
        DB::statement('CREATE TABLE IF NOT EXISTS ports (never integer)');
        DB::statement('CREATE TABLE IF NOT EXISTS piers (port char(5) NOT NULL, number integer NOT NULL, UNIQUE (port, number))');
        DB::statement('DROP TABLE IF EXISTS old_ports');
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Support\Facades\DB;

class RunSql extends Migration
{
    private const COLUMNS = ['red', 'blue'];

    public function up()
    {
        $columns = implode(",\n", array_map(fn ($column) => "`$column` integer NOT NULL DEFAULT 0", self::COLUMNS));
        $sql = [
            <<<SQL
                CREATE TABLE `colours` (
                    `id` integer NOT NULL PRIMARY KEY,
                    /* one column a colour */
                    {$columns}
                )
                SQL,
            'CREATE INDEX `reds` ON `colours` (`red`)',
            'ALTER TABLE `colours` ADD `green` integer NULL',
        ];
        foreach ($sql as $statement) {
            DB::statement($statement);
        }
    }
}

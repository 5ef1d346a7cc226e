<?php

namespace App\Database;

trait Stamps
{
    public static $stampLength = 8;

    public function add($table)
    {
        $table->string('stamp', static::$stampLength);
    }
}

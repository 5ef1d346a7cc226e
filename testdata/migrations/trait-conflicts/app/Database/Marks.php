<?php

namespace App\Database;

trait Marks
{
    public function add($table)
    {
        $table->string('mark', 4);
    }
}

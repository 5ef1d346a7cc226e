<?php

use Illuminate\Database\Migrations\Migration;

class UndoStamps extends Migration
{
    public function up()
    {
        (new CreateStampsTable)->down();
    }
}

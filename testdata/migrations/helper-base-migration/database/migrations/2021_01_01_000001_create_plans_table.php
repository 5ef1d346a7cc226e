<?php

use App\Database\TableMigration;
use Illuminate\Database\Schema\Blueprint;

class CreatePlansTable extends TableMigration
{
    protected $table = 'plans';

    protected function columns(Blueprint $table): void
    {
        $table->string('name');
    }
}

<?php

use App\Database\CreatesNotes;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateRemarksTable extends CreatesNotes
{
    public function __construct()
    {
        parent::__construct('remarks');
    }

    public function up()
    {
        parent::up();
        Schema::table($this->name, fn (Blueprint $table) => $table->unsignedTinyInteger('stars')->default(5));
    }

    protected function extend(Blueprint $table)
    {
        parent::extend($table);
        $table->string('author');
    }
}

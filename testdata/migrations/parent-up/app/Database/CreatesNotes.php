<?php

namespace App\Database;

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreatesNotes extends Migration
{
    protected $name;

    public function __construct(string $name = 'notes')
    {
        $this->name = $name;
    }

    public function up()
    {
        Schema::create($this->name, function (Blueprint $table) {
            $table->id();
            $this->extend($table);
        });
    }

    protected function extend(Blueprint $table)
    {
        $table->text('body');
    }
}

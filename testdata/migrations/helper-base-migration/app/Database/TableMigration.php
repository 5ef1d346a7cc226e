<?php

namespace App\Database;

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

/** A migration that creates one table. */
abstract class TableMigration extends Migration
{
    protected $table;

    protected $softDeletes = false;

    public function up()
    {
        Schema::create($this->table(), function (Blueprint $table) {
            $table->id();
            $this->columns($table);
            $table->timestamps();
            if ($this->softDeletes) {
                $table->softDeletes();
            }
        });
    }

    abstract protected function columns(Blueprint $table): void;

    protected function table(): string
    {
        return $this->table;
    }
}

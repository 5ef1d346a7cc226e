<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    private array $made = [];

    public function up()
    {
        $names = [];
        $this->collect($names, 'one');
        $this->collect($names, 'two');
        while (($name = array_shift($names)) !== null) {
            Schema::create($name, fn (Blueprint $table) => $table->id());
            $this->made[] = $name;
        }
        $last = array_pop($this->made);
        Schema::rename($last, $last.'_'.count($this->made));
    }

    private function collect(array &$names, string $name): void
    {
        $names[] = $name;
    }
}

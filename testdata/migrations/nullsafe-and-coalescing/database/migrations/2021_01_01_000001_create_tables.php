<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    private $options;

    private ?array $names = null;

    public function up()
    {
        $this->names ??= ['first', 'second'];
        $this->names[2] ??= 'third';
        foreach ($this->names as $name) {
            Schema::create($name, function (Blueprint $table) {
                $table->id()?->comment('key');
                $this->options?->apply($table);
            });
        }
        $prefix = $this->options['prefix'] ?? config('names.prefix') ?? 'p_';
        Schema::create($prefix .= 'last', fn (Blueprint $table) => $table->id());
        Schema::create($prefix.'_again', fn (Blueprint $table) => $table->id());
    }
}

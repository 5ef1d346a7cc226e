<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    /** Columns and their defaults. */
    private $flags = ['visible' => true, 'archived' => false];

    private $limits = ['daily' => 10, 'weekly' => 50];

    public function up()
    {
        Schema::create('settings', function (Blueprint $table) {
            $table->id();
            foreach ($this->flags as $column => $default) {
                $table->boolean($column)->default($default);
            }
            foreach (array_keys($this->limits) as $column) {
                $table->integer($column.'_limit')->default($this->limits[$column]);
            }
        });
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        $tables = ['a' => ['soft' => true], 'b' => [], 'c' => ['soft' => false, 'length' => 7]];
        unset($tables['b']);
        foreach ($tables as $name => $options) {
            Schema::create($name, function (Blueprint $table) use ($options) {
                $table->id();
                if (! empty($options['soft'])) {
                    $table->softDeletes();
                }
                if (isset($options['length'])) {
                    $table->string('text', $options['length']);
                }
                $table->string('name', $options['length'] ?? 99);
            });
        }
    }
}

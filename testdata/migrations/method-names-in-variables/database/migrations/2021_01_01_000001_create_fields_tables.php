<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    private const FIELDS = [
        'title' => ['type' => 'string', 'args' => [80]],
        'price' => ['type' => 'decimal', 'args' => [10, 3], 'nullable' => true],
        'stock' => ['type' => 'unsignedInteger', 'args' => [], 'default' => 0],
        'notes' => ['type' => 'text', 'args' => [], 'nullable' => true],
    ];

    public function up()
    {
        Schema::create('fields', function (Blueprint $table) {
            $table->id();
            foreach (self::FIELDS as $name => $field) {
                $column = $table->{$field['type']}($name, ...$field['args']);
                foreach (['nullable', 'default'] as $modifier) {
                    if (array_key_exists($modifier, $field)) {
                        $column->{$modifier}($field[$modifier]);
                    }
                }
            }
        });
    }
};

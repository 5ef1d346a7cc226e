<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateInvoicesTables extends Migration
{
    protected static $table = 'invoices';

    private string $lines = 'invoice_lines';

    private array $options = ['length' => 30, 'names' => ['number', 'reference']];

    public function up()
    {
        Schema::create(self::$table, function (Blueprint $table) {
            $table->id();
            foreach ($this->options['names'] as $name) {
                $table->string($name, $this->options['length']);
            }
        });
        Schema::create($this->lines, function (Blueprint $table) {
            $table->id();
            $table->foreignId('invoice_id')->constrained(static::$table)->cascadeOnDelete();
        });
    }
}

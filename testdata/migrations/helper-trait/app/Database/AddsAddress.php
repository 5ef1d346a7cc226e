<?php

namespace App\Database;

use Illuminate\Database\Schema\Blueprint;

trait AddsAddress
{
    protected $addressColumns = ['street', 'zip'];

    protected function addAddress(Blueprint $table): void
    {
        foreach ($this->addressColumns as $column) {
            $table->string($column, $this->addressLength());
        }
        $table->char('country', 2)->default('DE');
    }

    abstract protected function addressLength(): int;
}

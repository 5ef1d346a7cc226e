<?php

namespace App\Database;

use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

/** Collects columns, then creates the table. */
class Builder
{
    private array $columns = [];

    public function __construct(private string $table)
    {
    }

    public static function table(string $table): self
    {
        return new self($table);
    }

    public function with(string $name, string $type, mixed ...$arguments): static
    {
        $this->columns[$name] = compact('type', 'arguments');

        return $this;
    }

    public function create(): void
    {
        Schema::create($this->table, function (Blueprint $table) {
            $table->id();
            foreach ($this->columns as $name => ['type' => $type, 'arguments' => $arguments]) {
                $table->$type($name, ...$arguments);
            }
        });
    }
}

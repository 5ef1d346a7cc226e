<?php

namespace App\Search;

/**
 * A query to a search server; not one to the database.
 */
class Index
{
    private array $wheres = [];

    private array $orders = [];

    private function __construct(private readonly string $name)
    {
    }

    public static function table(string $name): self
    {
        return new self($name);
    }

    public function where(string $field, mixed $value): static
    {
        $this->wheres[$field] = $value;

        return $this;
    }

    public function orderBy(string $field): static
    {
        $this->orders[] = $field;

        return $this;
    }

    public function select(string ...$fields): static
    {
        return $this;
    }

    public function insert(array $document): bool
    {
        return $document !== [];
    }

    public function get(): array
    {
        return ['index' => $this->name, 'filter' => $this->wheres, 'sort' => $this->orders];
    }
}

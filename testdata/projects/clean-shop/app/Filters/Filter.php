<?php

namespace App\Filters;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Support\Str;

/**
 * Narrows a query by what the request says: each filter has a method of its name.
 */
abstract class Filter
{
    protected Builder $query;

    /** Columns that a request may sort by. */
    protected array $sortable = ['id'];

    /** @param array<string, mixed> $input */
    public function apply(Builder $query, array $input): Builder
    {
        $this->query = $query;

        foreach ($input as $name => $value) {
            $method = Str::camel($name);

            if ($value !== null && method_exists($this, $method)) {
                $this->{$method}($value);
            }
        }

        return $this->query;
    }

    public function sort(string $by): void
    {
        $column = ltrim($by, '-');

        if (in_array($column, $this->sortable, true)) {
            $this->query->orderBy($column, str_starts_with($by, '-') ? 'desc' : 'asc');
        }
    }
}

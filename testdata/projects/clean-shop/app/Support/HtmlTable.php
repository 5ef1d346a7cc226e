<?php

namespace App\Support;

/**
 * A table to look at, not one to query.
 */
class HtmlTable
{
    protected string $table = 'striped wide';

    /** @var list<string> */
    protected array $columns = [];

    /** @var list<list<string>> */
    private array $rows = [];

    private string $caption = '';

    public static function from(string $title): static
    {
        $table = new static;
        $table->caption = $title;

        return $table;
    }

    public function select(string ...$columns): static
    {
        $this->columns = $columns;

        return $this;
    }

    /** @param array<string, mixed> $row */
    public function insert(array $row): static
    {
        $this->rows[] = array_map(fn (string $column) => (string) ($row[$column] ?? ''), $this->columns);

        return $this;
    }

    public function join(string $separator): string
    {
        return implode($separator, array_map(fn (array $row) => implode($separator, $row), $this->rows));
    }

    public function render(): string
    {
        $head = '<th>'.implode('</th><th>', $this->columns).'</th>';
        $body = implode('', array_map(
            fn (array $row) => '<tr><td>'.implode('</td><td>', array_map(e(...), $row)).'</td></tr>',
            $this->rows,
        ));

        return "<table class=\"{$this->table}\"><caption>{$this->caption}</caption><tr>{$head}</tr>{$body}</table>";
    }
}

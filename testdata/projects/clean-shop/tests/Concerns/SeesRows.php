<?php

namespace Tests\Concerns;

use Illuminate\Support\Facades\DB;

/** @mixin \Tests\TestCase */
trait SeesRows
{
    protected function assertRow(string $table, array $row): static
    {
        return $this->assertDatabaseHas($table, $row);
    }

    protected function rows(string $table): int
    {
        return DB::table($table)->count();
    }
}

<?php

namespace Tests\Unit;

use App\Support\HtmlTable;
use PHPUnit\Framework\TestCase;

class HtmlTableTest extends TestCase
{
    public function test_rows_are_joined(): void
    {
        $table = HtmlTable::from('nowhere')->select('colour', 'size');
        $table->insert(['colour' => 'red', 'size' => 'L', 'unused' => 'x']);

        $this->assertSame('red, L', $table->join(', '));
    }
}

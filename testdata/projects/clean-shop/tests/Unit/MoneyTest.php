<?php

namespace Tests\Unit;

use App\Support\Money;
use PHPUnit\Framework\TestCase;

class MoneyTest extends TestCase
{
    public function test_amounts_add_up(): void
    {
        $this->assertSame('12.50 EUR', (string) (new Money(1000))->plus(new Money(250)));
    }

    public function test_percentages_are_rounded_down(): void
    {
        $this->assertSame(33, (new Money(333))->percent(10)->amount);
    }
}

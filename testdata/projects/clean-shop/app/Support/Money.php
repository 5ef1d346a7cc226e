<?php

namespace App\Support;

final readonly class Money implements \Stringable
{
    public function __construct(public int $amount, public string $currency = 'EUR', private int $decimals = 2)
    {
    }

    public function plus(self $other): self
    {
        if ($other->currency !== $this->currency) {
            throw new \InvalidArgumentException("Cannot add {$other->currency} to {$this->currency}.");
        }

        return new self($this->amount + $other->amount, $this->currency, $this->decimals);
    }

    public function percent(int $percent): self
    {
        return new self(intdiv($this->amount * $percent, 100), $this->currency, $this->decimals);
    }

    public function __toString(): string
    {
        return number_format($this->amount / 10 ** $this->decimals, $this->decimals).' '.$this->currency;
    }
}

<?php

namespace App\Exceptions;

use App\Models\ProductVariant;
use RuntimeException;

class OutOfStockException extends RuntimeException
{
    public static function for(ProductVariant $variant, int $wanted): self
    {
        return new self("There are fewer than {$wanted} pieces of {$variant->sku} left.");
    }
}

<?php

namespace App\Enums;

enum Table: string
{
    case Customers = 'customers';
    case Orders = 'orders';
    case OrderItems = 'order_items';
    case Answers = 'answers';
    case GiftCards = 'gift_cards';

    public function column(string $name): string
    {
        return "{$this->value}.{$name}";
    }
}

<?php

namespace App\Enums;

enum MovementReason: string
{
    case Delivery = 'delivery';
    case Sale = 'sale';
    case Correction = 'correction';
}

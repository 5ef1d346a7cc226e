<?php

namespace App\Support;

final class Tables
{
    public const PREFIX = 'shop_';

    public const CUSTOMERS = self::PREFIX.'customers';

    public const ALL = ['orders' => self::PREFIX.'orders'];
}

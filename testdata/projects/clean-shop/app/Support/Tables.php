<?php

namespace App\Support;

/**
 * Tables without a model of their own.
 */
final class Tables
{
    public const CATEGORY_PRODUCT = 'category_product';

    public const COUPON_ORDER = 'coupon_order';

    public const PRODUCT_VENDOR = 'product_vendor';

    public const TAGGABLES = 'taggables';
}

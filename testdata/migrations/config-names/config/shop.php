<?php

return [
    'tables' => [
        'products' => 'catalogue_products',
        'variants' => env('VARIANTS_TABLE', 'variants'),
    ],
    'prefix' => 'pre',
    'extra_columns' => ['sku', 'ean'],
];

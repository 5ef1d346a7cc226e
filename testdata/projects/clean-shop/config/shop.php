<?php

return [
    'currency' => 'EUR',

    'audit' => [
        'table' => 'audit_logs',
        'keep_days' => 365,
    ],

    'carts' => [
        'lifetime_days' => 14,
    ],

    'mail' => [
        'from' => 'shop@example.com',
        'name' => 'Clean Shop',
    ],
];

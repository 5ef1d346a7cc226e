<?php

return [
    'exchange_rates' => [
        'url' => env('EXCHANGE_RATES_URL', 'https://rates.example.com/v1'),
        'timeout' => 10,
    ],

    'payments' => [
        'provider' => 'stripe',
        'key' => env('PAYMENTS_KEY'),
    ],
];

<?php

return [
    // Where alerts are sent, and in whose name.
    'notifications' => [
        'enabled' => env('AI_COSTS_NOTIFY', true),
        'sender' => env('AI_COSTS_SENDER', 'noreply@example.com'),
    ],

    // Share of a budget, in percent, at which an alert is raised.
    'thresholds' => [75, 90, 100],

    'currency' => env('AI_COSTS_CURRENCY', 'USD'),

    'analytics' => [
        'cache_seconds' => 300,
        'top_models' => 5,
    ],
];

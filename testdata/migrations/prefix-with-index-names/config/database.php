<?php

return [
    'default' => env('DB_CONNECTION', 'mysql'),
    'connections' => [
        'mysql' => ['driver' => 'mysql', 'prefix' => env('DB_PREFIX', ''), 'prefix_indexes' => true],
        'sqlite' => ['driver' => 'sqlite', 'prefix' => env('DB_PREFIX', ''), 'prefix_indexes' => true],
    ],
];

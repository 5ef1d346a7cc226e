<?php

return [
    'default' => env('DB_CONNECTION', 'mysql'),
    'connections' => [
        'mysql' => ['driver' => 'mysql', 'prefix' => '', 'prefix_indexes' => true],
        'sqlite' => ['driver' => 'sqlite', 'prefix' => ''],
    ],
];

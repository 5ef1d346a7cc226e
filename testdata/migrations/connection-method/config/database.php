<?php

return [
    'default' => 'mysql',
    'connections' => [
        'mysql' => ['driver' => 'mysql', 'prefix' => '', 'prefix_indexes' => true],
        'sqlite' => ['driver' => 'sqlite', 'prefix' => ''],
        'metrics' => ['driver' => 'mysql', 'prefix' => '', 'prefix_indexes' => true],
    ],
];

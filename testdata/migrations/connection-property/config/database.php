<?php

return [
    'default' => 'mysql',
    'connections' => [
        'mysql' => ['driver' => 'mysql', 'prefix' => '', 'prefix_indexes' => true],
        'sqlite' => ['driver' => 'sqlite', 'prefix' => ''],
        'warehouse' => ['driver' => 'mysql', 'prefix' => '', 'prefix_indexes' => true],
    ],
];

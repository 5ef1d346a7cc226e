<?php

return [
    'default' => 'mysql',
    'connections' => [
        'mysql' => ['driver' => 'mysql', 'prefix' => 'x_', 'prefix_indexes' => false],
        'sqlite' => ['driver' => 'sqlite', 'prefix' => 'x_'],
    ],
];

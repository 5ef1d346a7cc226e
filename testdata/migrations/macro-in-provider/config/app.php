<?php

return [
    'name' => 'Macros',
    'providers' => [
        App\Providers\AppServiceProvider::class,
    ],
];

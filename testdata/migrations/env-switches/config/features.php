<?php

return [
    'reviews' => env('FEATURE_REVIEWS', false),
    'wishlists' => (bool) env('FEATURE_WISHLISTS', true),
];

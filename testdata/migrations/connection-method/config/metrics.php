<?php

return ['storage' => ['connection' => env('METRICS_CONNECTION', 'metrics')]];

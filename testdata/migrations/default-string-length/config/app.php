<?php

return ['providers' => [App\Providers\AppServiceProvider::class]];

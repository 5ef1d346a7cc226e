<?php

return ['providers' => [App\Providers\DatabaseServiceProvider::class]];

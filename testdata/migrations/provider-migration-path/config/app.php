<?php

return ['providers' => [Modules\Blog\BlogServiceProvider::class]];

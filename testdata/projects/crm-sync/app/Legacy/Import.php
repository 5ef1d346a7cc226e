<?php

namespace App\Legacy;

use Illuminate\Support\Facades\DB;

class Import
{
    public function run(): void
    {
        DB::table('people')->truncate();
    }
}

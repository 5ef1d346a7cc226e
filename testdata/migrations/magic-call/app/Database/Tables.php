<?php

namespace App\Database;

use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class Tables
{
    public static function __callStatic($method, $arguments)
    {
        Schema::create($method, function (Blueprint $table) use ($arguments) {
            $table->id();
            foreach ($arguments as $name) {
                $table->string($name);
            }
        });
    }

    public function __invoke(Blueprint $table)
    {
        $table->string('invoked');
    }
}

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        $variants = [
            'plain' => fn (Blueprint $table) => $table->timestamps(),
            'precise' => fn (Blueprint $table) => $table->timestamps(6),
            'zoned' => fn (Blueprint $table) => $table->timestampsTz(3),
            'nullable' => fn (Blueprint $table) => $table->nullableTimestamps(),
            'dropped' => fn (Blueprint $table) => $table->timestamps(),
            'dropped_too' => fn (Blueprint $table) => $table->timestampsTz(),
        ];
        foreach ($variants as $name => $columns) {
            Schema::create($name.'_clocks', function (Blueprint $table) use ($columns) {
                $table->id();
                $columns($table);
            });
        }
        Schema::table('dropped_clocks', fn (Blueprint $table) => $table->dropTimestamps());
        Schema::table('dropped_too_clocks', fn (Blueprint $table) => $table->dropTimestampsTz());
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    private const COLUMNS = [
        'clicks' => ['today', 'total'],
        'views' => ['total'],
    ];

    public function up()
    {
        Schema::create('statistics', function (Blueprint $table) {
            $table->id();
            foreach (self::COLUMNS as $what => $spans) {
                foreach ($spans as $span) {
                    $table->unsignedInteger("{$what}_{$span}")->default(0);
                }
            }
        });
    }
};

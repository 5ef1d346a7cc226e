<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class(['small', 'large']) extends Migration
{
    public function __construct(private array $sizes, protected string $suffix = '_boxes')
    {
    }

    public function up()
    {
        foreach ($this->sizes as $size) {
            Schema::create($size.$this->suffix, fn (Blueprint $table) => $table->id());
        }
    }
};

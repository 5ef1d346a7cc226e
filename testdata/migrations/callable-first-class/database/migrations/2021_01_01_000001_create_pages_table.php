<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('pages', $this->columns(...));
        Schema::create('old_pages', Closure::fromCallable([$this, 'columns']));
    }

    private function columns(Blueprint $table): void
    {
        $table->id();
        $table->string('title');
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('translations', function (Blueprint $table) {
            $table->id();
            foreach ([['locale', 5], ['group', 60]] as [$name, $length]) {
                $table->string($name, $length);
            }
            [$first, , $third] = ['key', 'unused', 'text'];
            $table->string($first);
            $table->longText($third);
            ['index' => $index, 'columns' => $columns] = ['index' => 'translations_where', 'columns' => ['locale', 'group']];
            $table->index($columns, $index);
        });
    }
};

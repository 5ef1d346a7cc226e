<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        $names = collect(['a', 'b', 'c', 'd'])->filter(fn ($name) => $name !== 'b')->values();
        $types = Collection::make(['text_one' => 'text', 'date_one' => 'date', 'year_one' => 'year']);

        Schema::create('wide', function (Blueprint $table) use ($names, $types) {
            foreach ($names as $position => $name) {
                $table->string($name.$position);
            }
            $types->except('year_one')->each(fn ($type, $name) => $table->$type($name));
            foreach ($types->keys()->map(fn ($name) => 'also_'.$name)->all() as $name) {
                $table->string($name);
            }
            $table->string($names->implode('_'));
            $table->string($names->first().$names->last());
            $names->mapWithKeys(fn ($name) => ["pair_$name" => 5])->each(fn ($length, $name) => $table->string($name, $length));
            $names->merge(['e'])->reverse()->take(1)->each(fn ($name) => $table->string('taken_'.$name));
        });
    }
};

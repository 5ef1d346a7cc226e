<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;
use Illuminate\Support\Str;

class CreatePivots extends Migration
{
    private const RELATIONS = [['posts', 'tags'], ['categories', 'posts'], ['people', 'tags']];

    public function up()
    {
        foreach (array_unique(array_merge(...self::RELATIONS)) as $name) {
            Schema::create($name, fn (Blueprint $table) => $table->id());
        }
        foreach (self::RELATIONS as [$left, $right]) {
            Schema::create(Str::singular($left).'_'.Str::singular($right), function (Blueprint $table) use ($left, $right) {
                $keys = [];
                foreach (compact('left', 'right') as $side) {
                    $keys[] = $key = Str::singular($side).'_id';
                    $table->foreignId($key)->constrained($side)->cascadeOnDelete();
                }
                $table->primary($keys);
            });
        }
    }
}

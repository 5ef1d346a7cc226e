<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Arr;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        $groups = ['letters' => ['a', 'b'], 'digits' => ['one', 'two']];
        $columns = array_merge($groups['letters'], Arr::get($groups, 'digits'), ['last']);
        $columns[] = 'pushed';
        array_push($columns, 'pushed_again');
        array_unshift($columns, 'front');
        unset($columns[array_search('b', $columns)]);
        $columns = array_values(array_unique(array_diff($columns, ['one'])));
        $lengths = array_combine($columns, array_fill(0, count($columns), 10));
        $lengths += ['last' => 99, 'summed' => 20];

        Schema::create('wide', function (Blueprint $table) use ($lengths) {
            foreach ($lengths as $name => $length) {
                $table->string($name, $length);
            }
            foreach (array_flip(['flipped']) as $name => $ignored) {
                $table->string($name);
            }
            foreach (Arr::flatten(['x' => ['deep', ['deeper']]]) as $name) {
                $table->string($name);
            }
            foreach (array_column([['name' => 'picked'], ['name' => 'picked_too']], 'name') as $name) {
                $table->string($name);
            }
            foreach (array_chunk(['c1', 'c2', 'c3'], 2) as $chunk) {
                $table->string(implode('_', $chunk));
            }
            foreach (array_intersect_key(['k1' => 1, 'k2' => 2], ['k2' => true]) as $name => $value) {
                $table->string("{$name}_{$value}");
            }
        });
    }
};

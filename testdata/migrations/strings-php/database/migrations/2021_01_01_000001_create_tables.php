<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        $names = [
            strtolower('UPPER'),
            ucfirst('first'),
            lcfirst('Second'),
            str_replace(' ', '_', 'with space'),
            sprintf('%s_%02d', 'numbered', 7),
            implode('_', ['joined', 'parts']),
            trim('  trimmed '),
            rtrim('tables_', '_'),
            substr('xxmiddlexx', 2, -2),
            strrev('sdrawkcab'),
            explode('.', 'database.exploded')[1],
            'p'.str_repeat('o', 3).'l',
            preg_replace('/[^a-z]+/', '_', 'one, two'),
            basename('/a/b/file.php', '.php'),
            vsprintf('%s%s', ['v', 'sprintf']),
            strtr('t-r', '-', '_'),
            'number_'.max(1, 5, 3),
            'count_'.count([1, 2]),
            'hash_'.substr(md5('x'), 0, 4),
            class_basename('App\\Models\\Thing'),
            'a'.PHP_EOL === "a\n" ? 'eol' : 'no_eol',
        ];
        foreach ($names as $name) {
            Schema::create($name, fn (Blueprint $table) => $table->id());
        }
    }
}

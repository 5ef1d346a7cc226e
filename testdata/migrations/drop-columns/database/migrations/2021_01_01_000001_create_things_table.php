<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            foreach (range('a', 'h') as $name) {
                $table->string($name)->nullable();
            }
            $table->timestamps();
        });
        Schema::table('things', fn (Blueprint $table) => $table->dropColumn('a'));
        Schema::table('things', fn (Blueprint $table) => $table->dropColumn(['b', 'c']));
        Schema::table('things', fn (Blueprint $table) => $table->dropColumn('d', 'e'));
        Schema::dropColumns('things', ['f']);
        Schema::dropColumns('things', 'g');
        Schema::table('things', function (Blueprint $table) {
            $columns = array_filter(['h', 'i'], fn ($column) => Schema::hasColumn('things', $column));
            $table->dropColumn($columns);
        });
    }
};

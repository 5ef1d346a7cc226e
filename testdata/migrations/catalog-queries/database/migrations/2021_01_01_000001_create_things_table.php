<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

class CreateThingsTable extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            $table->string('name')->index();
            $table->string('code');
        });
        foreach (['name', 'code'] as $column) {
            if (! $this->indexExists("things_{$column}_index")) {
                Schema::table('things', fn (Blueprint $table) => $table->index($column));
            } else {
                Schema::table('things', fn (Blueprint $table) => $table->unique($column));
            }
        }
        foreach (['things', 'others'] as $name) {
            if (count($this->tables($name)) === 0) {
                Schema::create($name, fn (Blueprint $table) => $table->id());
            }
        }
    }

    private function indexExists(string $name): bool
    {
        if (DB::getDriverName() === 'sqlite') {
            return DB::selectOne("SELECT name FROM sqlite_master WHERE type = 'index' AND name = ?", [$name]) !== null;
        }

        return ! empty(DB::select("SHOW INDEX FROM things WHERE Key_name = '{$name}'"));
    }

    private function tables(string $name): array
    {
        if (DB::getDriverName() === 'sqlite') {
            return DB::select("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?", [$name]);
        }

        return DB::select(
            'SELECT * FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?',
            [$name]
        );
    }
}

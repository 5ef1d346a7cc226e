<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('makers', fn (Blueprint $table) => $table->id());
        Schema::create('parts', function (Blueprint $table) {
            $table->id();
            $table->string('name')->unique();
            $table->string('kind')->index();
            $table->string('gone');
            $table->integer('size');
        });
        $table = 'parts';
        DB::statement("ALTER TABLE `{$table}` MODIFY `name` VARCHAR(60) NULL DEFAULT 'x'");
        DB::statement('ALTER TABLE parts CHANGE COLUMN size length BIGINT UNSIGNED NOT NULL');
        DB::statement('ALTER TABLE parts DROP COLUMN gone, ADD maker_id BIGINT UNSIGNED NULL AFTER id, ADD INDEX parts_lengths (length, kind)');
        DB::statement('ALTER TABLE parts DROP INDEX parts_kind_index');
        DB::statement('ALTER TABLE parts ADD CONSTRAINT parts_made_by FOREIGN KEY (maker_id) REFERENCES makers (id) ON DELETE SET NULL');
        DB::statement('ALTER TABLE parts RENAME TO pieces');
    }
};

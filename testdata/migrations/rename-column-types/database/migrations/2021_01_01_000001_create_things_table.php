<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            $table->tinyInteger('a1')->default(3);
            $table->unsignedTinyInteger('a2')->nullable();
            $table->mediumInteger('a3');
            $table->unsignedMediumInteger('a4');
            $table->smallInteger('a5');
            $table->timestamp('a6')->nullable();
            $table->float('a8');
            $table->double('a9');
            $table->decimal('a10', 9, 3);
            $table->char('a11', 7);
            $table->json('a12');
            $table->mediumText('a13');
            $table->longText('a14');
            $table->dateTime('a15', 3);
            $table->time('a16');
            $table->date('a17');
            $table->boolean('a18');
            $table->binary('a19');
            $table->unsignedBigInteger('a20');
            $table->uuid('a21');
            $table->year('a22');
            $table->tinyText('a23');
            $table->text('a24');
            $table->unsignedDecimal('a25', 8, 2);
        });
        foreach ([1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25] as $n) {
            Schema::table('things', fn (Blueprint $table) => $table->renameColumn("a$n", "b$n"));
        }
    }
};

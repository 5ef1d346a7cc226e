<?php

use App\Models\Article;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        $article = new Article;
        $class = Article::class;
        Schema::create($article::TABLE, function (Blueprint $table) use ($class) {
            $table->id();
            $table->enum('state', Article::states())->default(Article::states()[0]);
            $table->enum('other', $class::STATES)->nullable();
        });
        Schema::table((new $class)->getTable(), fn (Blueprint $table) => $table->softDeletes());
        Schema::create(app($class)->getTable().'_archive', fn (Blueprint $table) => $table->id());
    }
};

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('teams', fn (Blueprint $table) => $table->id());
        Schema::create('players', function (Blueprint $table) {
            $table->id();
            $table->foreignId('team_id')->constrained();
            $table->foreignId('former_team_id')->nullable()->constrained('teams');
            $table->foreignId('next_team_id')->nullable();
            $table->foreign('next_team_id', 'players_next')->references('id')->on('teams');
            $table->foreignId('dream_team_id')->nullable()->constrained('teams');
        });
        Schema::table('players', function (Blueprint $table) {
            // An array is columns, from which the name follows; a string is a name.
            $table->dropForeign(['team_id']);
            $table->dropForeign('players_former_team_id_foreign');
            $table->dropForeign('players_next');
            $table->dropColumn(['next_team_id']);
        });
    }
};

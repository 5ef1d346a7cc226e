<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('mails', function (Blueprint $table) {
            $table->id();
            $table->softDeletes();
            $table->softDeletesTz('erased_at', 3)->index();
            $table->softDeletes('removed_at', 6);
        });
        Schema::create('calls', function (Blueprint $table) {
            $table->id();
            $table->softDeletes();
            $table->softDeletes('hidden_at');
        });
        Schema::table('calls', fn (Blueprint $table) => $table->dropSoftDeletes());
        Schema::table('calls', fn (Blueprint $table) => $table->dropSoftDeletesTz('hidden_at'));
    }
};

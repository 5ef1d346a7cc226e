<?php

use App\Support\Columns;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('accounts', function (Blueprint $table) {
            $table->id();
            // The helper gives the column back, so that modifiers can follow.
            Columns::money($table, 'balance')->default(0);
            Columns::money($table, 'limit')->nullable();
            (new Columns)->audit($table);
        });
    }
};

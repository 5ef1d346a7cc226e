<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('clients', function (Blueprint $table) {
            $table->id();
            $table->string('email')->unique();
            $table->string('name')->index();
        });
        Schema::rename('clients', 'customers');
        Schema::table('customers', function (Blueprint $table) {
            // The index still has the old table in its name.
            $table->dropUnique('clients_email_unique');
            $table->unique('email');
        });
    }
};

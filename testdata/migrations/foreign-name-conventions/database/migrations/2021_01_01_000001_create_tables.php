<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateTables extends Migration
{
    public function up()
    {
        foreach (['users', 'created_bies', 'media', 'customer_feedbacks', 'news', 'statuses', 'children'] as $name) {
            Schema::create($name, fn (Blueprint $table) => $table->id());
        }
        Schema::create('Entries', function (Blueprint $table) {
            $table->id();
            // The table is the plural of what stands before `_id`, whatever that is.
            foreach (['user_id', 'created_by', 'media_id', 'customer_feedback_id', 'news_id', 'status_id', 'child_id'] as $column) {
                $table->foreignId($column)->nullable()->constrained();
            }
            $table->foreignId('User_id2')->nullable()->constrained('users');
        });
    }
}

<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    private $name;

    private $schema;

    public function __construct()
    {
        $this->name = config('audit.table', 'audit_entries');
        $this->schema = Schema::connection($this->getConnection());
    }

    public function up()
    {
        $this->schema->create($this->name, function (Blueprint $table) {
            $table->id();
            $table->json('changes');
        });
    }
};

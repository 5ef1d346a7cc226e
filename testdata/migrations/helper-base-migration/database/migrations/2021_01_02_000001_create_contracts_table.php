<?php

use App\Database\TableMigration;
use Illuminate\Database\Schema\Blueprint;

return new class extends TableMigration
{
    protected $softDeletes = true;

    protected function table(): string
    {
        return 'contracts';
    }

    protected function columns(Blueprint $table): void
    {
        $table->foreignId('plan_id')->constrained();
    }
};

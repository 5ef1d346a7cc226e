<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('members', function (Blueprint $table) {
            $table->id();
            $table->string('name');
            $table->boolean('active');
        });
        DB::statement('CREATE VIEW active_members AS SELECT id, name FROM members WHERE active = 1');
        DB::statement($this->view('all_members'));
        DB::statement('DROP VIEW IF EXISTS old_members');
        DB::statement('create view short_lived as select 1 as one');
        DB::statement('drop view short_lived');
    }

    private function view(string $name): string
    {
        return <<<SQL
            create view {$name} as
            select members.name as label, count(*) as times
            from members
            group by members.name
            SQL;
    }
};

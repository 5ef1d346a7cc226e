<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Support\Facades\DB;

return new class extends Migration
{
    public function up(): void
    {
        DB::statement(<<<'SQL'
            create view customer_totals as
            select c.id as customer_id, c.email, count(o.id) as orders_placed, coalesce(sum(o.grand_total), 0) as turnover
            from customers c
            left join orders o on o.customer_id = c.id and o.deleted_at is null
            group by c.id, c.email
            SQL);
    }

    public function down(): void
    {
        DB::statement('drop view customer_totals');
    }
};

<?php

namespace App\Console\Commands;

use Illuminate\Console\Command;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

/**
 * Says what an update should know of the database.
 */
class CheckDatabase extends Command
{
    protected $signature = 'shop:database';

    protected $description = 'Looks at the tables of this installation';

    private const OPTIONAL = ['telescope_entries', 'pulse_values', 'legacy_exports'];

    public function handle(): int
    {
        foreach (self::OPTIONAL as $table) {
            if (Schema::hasTable($table)) {
                $this->line($table.': '.DB::table($table)->count());
            }
        }

        if (Schema::hasColumn('orders', 'erp_number')) {
            $this->line(DB::table('orders')->whereNotNull('erp_number')->count().' orders are known to the ERP');
        }

        $columns = Schema::getColumnListing('customers');
        $types = collect(Schema::getColumns('orders'))->pluck('type_name', 'name');
        $indexes = Schema::connection('analytics')->getIndexListing('page_views');

        Schema::whenTableDoesntHaveColumn('settings', 'group', function (Blueprint $table) {
            $table->string('group', 50)->default('general');
        });

        if (Schema::hasColumns('products', ['name', 'sku']) && ! Schema::hasIndex('products', ['slug'], 'unique')) {
            $this->warn('Slugs may be taken twice.');
        }

        $this->table(['column', 'type'], $types->map(fn ($type, $name) => [$name, $type])->all());
        $this->line(count($columns).' columns, '.count($indexes).' indexes, '.Schema::getColumnType('orders', 'grand_total'));

        return $this->waiting() > 1000 ? self::FAILURE : self::SUCCESS;
    }

    private function waiting(): int
    {
        if (! Schema::hasTable('waiting_list')) {
            return 0;
        }

        return DB::table('waiting_list')->whereNull('served_at')->count();
    }
}

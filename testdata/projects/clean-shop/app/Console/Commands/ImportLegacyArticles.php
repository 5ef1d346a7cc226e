<?php

namespace App\Console\Commands;

use App\Models\Brand;
use App\Models\Legacy\Article;
use App\Models\Product;
use App\Support\RowStore;
use Illuminate\Console\Command;
use Illuminate\Database\ConnectionInterface;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Str;

/**
 * Takes articles over from the old shop, whose database has tables and columns that are not ours.
 */
class ImportLegacyArticles extends Command
{
    protected $signature = 'legacy:import {--since=}';

    protected $description = 'Imports articles of the old shop';

    private const MAP = ['BEZEICHNUNG' => 'name', 'GEWICHT' => 'weight'];

    public function handle(RowStore $rows): int
    {
        $legacy = DB::connection('legacy');
        $since = $this->option('since') ?? $rows->newest('products');

        $legacy->table('ARTIKEL')
            ->join('HERSTELLER', 'HERSTELLER.HERST_NR', '=', 'ARTIKEL.HERST_NR')
            ->where('ARTIKEL.GEAENDERT', '>', $since)
            ->select('ARTIKEL.*', 'HERSTELLER.NAME as HERSTELLER_NAME')
            ->orderBy('ART_NR')
            ->each(fn (object $article) => $this->import($article, $rows));

        $this->info(Article::where('GESPERRT', 'J')->count().' articles are blocked over there.');
        $this->prices($legacy);

        return self::SUCCESS;
    }

    private function import(object $article, RowStore $rows): void
    {
        $brand = Brand::query()->createOrFirst(['slug' => Str::slug($article->HERSTELLER_NAME)], ['name' => $article->HERSTELLER_NAME]);

        $values = ['brand_id' => $brand->id, 'slug' => Str::slug($article->BEZEICHNUNG)];
        foreach (self::MAP as $from => $to) {
            $values[$to] = $article->{$from};
        }

        $product = Product::updateOrCreate(['sku' => $article->ART_NR], $values + ['tax_rate_id' => 1]);

        $rows->store('audit_logs', [
            'event' => 'imported',
            'auditable_type' => $product->getMorphClass(),
            'auditable_id' => $product->id,
            'new_values' => json_encode($values),
        ]);
        $rows->replace('settings', ['key' => 'legacy.last_article'], ['value' => json_encode($article->ART_NR), 'group' => 'legacy']);
    }

    private function prices(ConnectionInterface $legacy): void
    {
        foreach ($legacy->select('select ART_NR, VK_BRUTTO from PREISE where GUELTIG_BIS is null') as $row) {
            DB::table('prices')
                ->join('product_variants', 'product_variants.id', '=', 'prices.product_variant_id')
                ->where('product_variants.sku', $row->ART_NR)
                ->where('prices.currency_code', 'EUR')
                ->update(['prices.compare_at_amount' => (int) round($row->VK_BRUTTO * 100)]);
        }
    }
}

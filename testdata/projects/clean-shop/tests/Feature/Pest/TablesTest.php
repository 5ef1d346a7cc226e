<?php

use App\Enums\Table;
use App\Support\Tables;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

use function Pest\Laravel\assertDatabaseEmpty;

dataset('tables', array_map(fn (Table $table) => $table->value, Table::cases()));

it('knows tables that exist', function (string $table) {
    expect(Schema::hasTable($table))->toBeTrue();
    assertDatabaseEmpty($table);
})->with('tables');

it('knows tables without a model', function () {
    foreach ((new ReflectionClass(Tables::class))->getConstants() as $table) {
        expect(DB::table($table)->count())->toBe(0);
    }
});

it('has forgotten the old names', function (string $table, string $column) {
    expect(Schema::hasColumn($table, $column))->toBeFalse();
})->with([['products', 'title'], ['orders', 'notes'], ['product_vendor', 'supplier_id']]);

it('keeps what a plugin of a customer adds', function () {
    Schema::table('products', fn ($table) => $table->string('shelf')->nullable());

    DB::table('products')->where('shelf', 'A1')->update(['shelf' => null]);

    expect(Schema::hasColumn('products', 'shelf'))->toBeTrue();
})->skip(fn () => ! Schema::hasTable('plugins'));

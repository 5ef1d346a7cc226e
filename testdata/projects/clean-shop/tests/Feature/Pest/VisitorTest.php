<?php

use App\Jobs\RebuildVisitors;
use App\Models\Analytics\PageView;
use App\Models\Analytics\Visitor;
use Illuminate\Support\Facades\DB;

use function Pest\Laravel\assertDatabaseHas;
use function Pest\Laravel\assertDatabaseMissing;

it('keeps visitors apart from the shop', function () {
    $visitor = Visitor::factory()->create(['email' => 'a@example.com']);
    $visitor->pageViews()->createMany([
        ['path' => '/products/cup', 'sku' => 'CUP', 'query' => ['q' => 'cup'], 'seconds' => 40],
        ['path' => '/', 'seconds' => 0],
    ]);

    assertDatabaseHas('visitors', ['email' => 'a@example.com'], 'analytics');
    assertDatabaseHas('page_views', ['sku' => 'CUP', 'query->q' => 'cup'], connection: 'analytics');
    $this->assertDatabaseCount('page_views', 2, 'analytics');
    expect(PageView::ofProducts()->sole()->visitor->is($visitor))->toBeTrue();
});

it('removes what tells nothing', function () {
    $visitor = Visitor::factory()->create();
    DB::connection('analytics')->table('page_views')->insert(['visitor_id' => $visitor->id, 'path' => '/']);

    RebuildVisitors::dispatchSync();

    assertDatabaseMissing(PageView::class, ['path' => '/']);
    $this->assertModelMissing($visitor);
});

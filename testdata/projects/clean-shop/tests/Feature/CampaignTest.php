<?php

namespace Tests\Feature;

use App\Models\Campaign;
use App\Models\CampaignProduct;
use App\Models\Product;
use App\Models\Store;
use App\Models\User;
use App\Repositories\CampaignRepository;
use App\Support\CurrentStore;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Tests\TestCase;

class CampaignTest extends TestCase
{
    use RefreshDatabase;

    private Store $store;

    protected function setUp(): void
    {
        parent::setUp();

        $this->store = Store::factory()->create(['domain' => 'shop.example']);
        $this->app->make(CurrentStore::class)->set($this->store);
    }

    public function test_a_campaign_belongs_to_the_current_store(): void
    {
        $this->actingAs(User::factory()->admin()->create())
            ->postJson('/campaigns', ['name' => 'Spring', 'code' => 'SPRING'])
            ->assertCreated();

        $this->assertDatabaseHas(Campaign::class, ['code' => 'SPRING', 'store_id' => $this->store->id, 'spent' => 0]);
        $this->assertDatabaseHas('stores', ['id' => $this->store->id, 'settings->theme' => 'plain']);
        $this->assertDatabaseMissing(new Campaign, ['budget' => 0]);
    }

    public function test_a_product_is_featured(): void
    {
        $campaign = Campaign::factory()->recycle($this->store)->advertising()->create();
        $product = Product::factory()->create();

        app(CampaignRepository::class)->feature($campaign, $product, 20);

        $this->assertDatabaseHas('campaign_product', [
            'campaign_id' => $campaign->id,
            'product_id' => $product->id,
            'discount_percent' => 20,
        ]);
        $this->assertDatabaseCount(CampaignProduct::class, 3);
        $this->assertTrue($campaign->products()->wherePivot('discount_percent', 20)->exists());
        $this->assertSame(0, $campaign->products()->newPivotQuery()->where('position', 7)->count());
    }

    public function test_other_stores_see_nothing(): void
    {
        $campaign = Campaign::factory()->for(Store::factory()->abroad())->create();

        $this->assertNull(Campaign::find($campaign->id));
        $this->assertModelExists($campaign);
        $this->assertSame(1, Campaign::ofEveryStore()->count());
    }
}

<?php

namespace Tests\Feature;

use App\Models\Customer;
use App\Models\Product;
use App\Models\User;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Illuminate\Support\Facades\DB;
use Tests\TestCase;

class ReviewTest extends TestCase
{
    use RefreshDatabase;

    public function test_a_review_waits_for_approval(): void
    {
        $customer = Customer::factory()->withAccount()->create();
        $product = Product::factory()->create();

        $this->actingAs($customer->user)
            ->post("/products/{$product->slug}/reviews", ['rating' => 4, 'headline' => 'Good'])
            ->assertRedirect();

        $this->assertDatabaseHas('reviews', [
            'product_id' => $product->id,
            'customer_id' => $customer->id,
            'is_approved' => false,
            'approved_by' => null,
        ]);
    }

    public function test_approval_remembers_who_gave_it(): void
    {
        $admin = User::factory()->admin()->create();
        $id = DB::table('reviews')->insertGetId([
            'product_id' => Product::factory()->create()->id,
            'customer_id' => Customer::factory()->create()->id,
            'rating' => 5,
        ]);

        $this->actingAs($admin)->patchJson("/reviews/{$id}/approve")->assertOk();

        $this->assertDatabaseHas('reviews', ['id' => $id, 'is_approved' => true, 'approved_by' => $admin->id]);
    }
}

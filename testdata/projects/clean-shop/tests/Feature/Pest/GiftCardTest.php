<?php

use App\Models\Currency;
use App\Models\GiftCard;
use App\Services\GiftCardService;

use function Pest\Laravel\assertDatabaseHas;
use function Pest\Laravel\assertNotSoftDeleted;
use function Pest\Laravel\assertSoftDeleted;
use function Pest\Laravel\getJson;

beforeEach(function () {
    Currency::factory()->create();
    $this->card = GiftCard::factory()->create(['code' => 'AAAA', 'balance' => 1000]);
});

it('is found by its code', function () {
    getJson('/gift-cards/aaaa')->assertOk()->assertJson(['balance' => 1000]);
});

it('loses what is redeemed', function () {
    expect(app(GiftCardService::class)->redeem('AAAA', 400))->toBeTrue();

    assertDatabaseHas('gift_cards', ['id' => $this->card->id, 'balance' => 600]);
    $this->assertDatabaseHas('gift_cards', [['balance', '<', 1000], ['voided_at', '=', null]]);
});

it('is voided and brought back', function () {
    app(GiftCardService::class)->void($this->card);
    assertSoftDeleted('gift_cards', ['code' => 'AAAA'], deletedAtColumn: 'voided_at');

    app(GiftCardService::class)->unvoid($this->card->id);
    assertNotSoftDeleted(GiftCard::class, ['code' => 'AAAA']);
});

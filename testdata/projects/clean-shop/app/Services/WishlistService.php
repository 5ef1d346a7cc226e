<?php

namespace App\Services;

use App\Models\Customer;
use App\Models\Product;
use App\Models\Wishlist;
use Illuminate\Database\Eloquent\Collection;

class WishlistService
{
    public function of(Customer $customer): Wishlist
    {
        return $customer->wishlists()->firstOrNew(['is_public' => false], ['name' => 'Favourites']);
    }

    /** @param iterable<Product> $products */
    public function add(Wishlist $wishlist, iterable $products): void
    {
        $wishlist->save();
        $wishlist->products()->saveMany($products);
        $wishlist->products()->syncWithPivotValues($wishlist->products->modelKeys(), ['updated_at' => now()], false);
    }

    public function newest(Wishlist $wishlist): ?Product
    {
        return $wishlist->products()->latest('product_wishlist.created_at')->first(['products.id', 'products.name']);
    }

    /** @return Collection<int, Wishlist> */
    public function crowded(): Collection
    {
        return Wishlist::query()
            ->whereBelongsTo(Customer::whereMarketingOptIn(true)->get())
            ->has('products', '>', 10)
            ->withMin('products', 'published_at')
            ->withCasts(['products_min_published_at' => 'datetime'])
            ->get()
            ->each(fn (Wishlist $wishlist) => $wishlist->append([])->makeVisible('is_public'));
    }

    public function public(string $term): Collection
    {
        return Wishlist::where([
            ['is_public', '=', true],
            ['name', 'like', "%{$term}%"],
        ])
            ->orWhere(fn ($query) => $query->where(['is_public' => true, 'customer_id' => null]))
            ->with(['products' => ['brand:id,name', 'variants' => fn ($variants) => $variants->select('id', 'product_id', 'sku')]])
            ->paginate(20, ['id', 'name', 'customer_id'])
            ->getCollection();
    }

    public function copy(Wishlist $from, Customer $to): Wishlist
    {
        $copy = $to->wishlists()->createQuietly($from->only('name', 'is_public'));
        $copy->products()->attach($from->products()->pluck('products.id')->all());

        return $copy;
    }
}

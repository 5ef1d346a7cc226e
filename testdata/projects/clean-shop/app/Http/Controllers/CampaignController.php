<?php

namespace App\Http\Controllers;

use App\Http\Requests\StoreCampaignRequest;
use App\Http\Resources\CampaignResource;
use App\Models\Campaign;
use App\Models\Product;
use App\Models\Store;
use App\Repositories\CampaignRepository;
use Illuminate\Http\Request;
use Illuminate\Http\Resources\Json\AnonymousResourceCollection;
use Illuminate\Support\Facades\Validator;

class CampaignController extends Controller
{
    public function __construct(private readonly CampaignRepository $campaigns)
    {
    }

    public function index(Store $store, Request $request): AnonymousResourceCollection
    {
        $sort = match ($request->query('sort')) {
            'clicks' => 'clicks',
            'start' => 'starts_at',
            default => 'name',
        };

        return CampaignResource::collection(
            $store->campaigns()->running()->withCount('products')->orderBy($sort)->orderBy('products_count')->paginate(20, ['campaigns.*']),
        );
    }

    public function store(StoreCampaignRequest $request): CampaignResource
    {
        $campaign = Campaign::create($request->safe()->only(['name', 'code', 'coupon_id']) + ['starts_at' => now()]);

        foreach ($request->validated('products', []) as $row) {
            $campaign->products()->attach($row['id'], ['position' => $row['position'] ?? 0]);
        }

        return new CampaignResource($campaign);
    }

    public function feature(Request $request, Campaign $campaign, Product $product): CampaignResource
    {
        $data = Validator::make($request->all(), [
            'percent' => ['required', 'integer', 'between:1,90'],
            'coupon' => 'nullable|string|exists:coupons,code',
        ])->validate();

        $this->campaigns->feature($campaign, $product, $data['percent']);
        $campaign->refresh()->load('products:id,name,sku', 'coupon');

        return new CampaignResource($campaign->loadCount('products'));
    }
}

<?php

namespace App\Http\Controllers\Admin;

use App\Http\Controllers\Controller;
use App\Http\Requests\AdjustStockRequest;
use App\Models\InventoryMovement;
use App\Models\StockLevel;
use App\Models\Warehouse;
use App\Services\InventoryService;
use Illuminate\Http\JsonResponse;

class StockController extends Controller
{
    public function index(Warehouse $warehouse): JsonResponse
    {
        return response()->json(
            $warehouse->variants()->orderBy('product_variants.sku')->get()->map(fn ($variant) => [
                'sku' => $variant->sku,
                'quantity' => $variant->pivot->quantity,
                'reserved' => $variant->pivot->reserved,
            ])
        );
    }

    public function adjust(AdjustStockRequest $request, StockLevel $level, InventoryService $inventory): JsonResponse
    {
        $inventory->correct($level, $request->integer('quantity'), $request->user()->staff);

        return response()->json($level->fresh(['warehouse']));
    }

    public function history(StockLevel $level): JsonResponse
    {
        $movements = InventoryMovement::where('stock_level_id', $level->id)
            ->with('staff.user:id,name')
            ->orderByDesc('created_at')
            ->simplePaginate(50);

        return response()->json($movements);
    }
}

<?php

namespace App\Http\Controllers\Admin;

use App\Http\Controllers\Controller;
use App\Models\NewsletterSubscriber;
use App\Models\Shipment;
use App\Models\StockLevel;
use App\Services\ReportService;
use App\Support\HtmlTable;
use App\Support\RowCounter;
use Illuminate\Contracts\View\View;
use Illuminate\Support\Facades\DB;

class DashboardController extends Controller
{
    public function __invoke(ReportService $reports, RowCounter $rows): View
    {
        $sellers = HtmlTable::from('Best sellers')->select('sku', 'pieces');

        foreach ($reports->bestSellers(5) as $row) {
            $sellers->insert(['sku' => $row->sku, 'pieces' => $row->sold]);
        }

        $today = DB::table('orders')
            ->whereDate('placed_at', today())
            ->selectRaw('count(*) as placed, coalesce(sum(grand_total), 0) as revenue')
            ->first();

        return view('admin.dashboard', [
            'sellers' => $sellers->render(),
            'today' => $today,
            'low' => StockLevel::low()->with('warehouse', 'productVariant.product')->take(10)->get(),
            'onTheWay' => Shipment::onTheWay()->count(),
            'subscribers' => NewsletterSubscriber::active()->count(),
            'rows' => $rows->all(),
        ]);
    }
}

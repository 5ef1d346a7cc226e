<?php

namespace App\Http\Middleware;

use App\Models\Analytics\Visitor;
use Closure;
use Illuminate\Database\DatabaseManager;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;

class RememberVisitor
{
    public function __construct(private DatabaseManager $databases)
    {
    }

    public function handle(Request $request, Closure $next): Response
    {
        return $next($request);
    }

    public function terminate(Request $request): void
    {
        $visitor = Visitor::firstOrCreate(['cookie' => $request->cookie('visitor')], ['email' => $request->user()?->email]);

        $this->databases->connection('analytics')->table('page_views')->insert([
            'visitor_id' => $visitor->id,
            'path' => $request->path(),
            'query' => json_encode($request->query()),
            'viewed_at' => now(),
        ]);

        $visitor->newQuery()->whereKey($visitor->id)->update(['last_seen_at' => now()]);
    }
}

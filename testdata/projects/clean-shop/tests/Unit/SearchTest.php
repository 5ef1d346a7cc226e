<?php

namespace Tests\Unit;

use App\Search\Index;
use PHPUnit\Framework\TestCase;
use SplPriorityQueue;

class SearchTest extends TestCase
{
    public function test_filters_are_kept(): void
    {
        $query = Index::table('anything')->where('colour_family', 'blue')->orderBy('relevance')->get();

        $this->assertSame(['colour_family' => 'blue'], $query['filter']);
    }

    public function test_the_most_popular_comes_first(): void
    {
        $queue = new SplPriorityQueue;
        $queue->insert('cup', 1);
        $queue->insert('plate', 2);

        $this->assertSame('plate', $queue->extract());
    }
}

<?php

namespace Acme\AiCosts\Tests\Feature;

use Acme\AiCosts\Tests\TestCase;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Illuminate\Support\Facades\Schema;

class SchemaTest extends TestCase
{
    use RefreshDatabase;

    public function test_costs_have_one_home(): void
    {
        $this->assertTrue(Schema::hasTable('ai_usage_costs'));
        $this->assertFalse(Schema::hasTable('ai_cost_tracking'), 'Costs belong to ai_usage_costs.');
    }

    public function test_usage_costs_know_where_they_come_from(): void
    {
        $this->assertTrue(Schema::hasColumns('ai_usage_costs', ['user_id', 'conversation_id', 'message_id']));
    }
}

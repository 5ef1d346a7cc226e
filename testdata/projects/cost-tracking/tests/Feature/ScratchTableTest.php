<?php

namespace Acme\AiCosts\Tests\Feature;

use Acme\AiCosts\Tests\TestCase;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

/**
 * Practises the renaming of a filled table on tables of its own.
 */
class ScratchTableTest extends TestCase
{
    protected function setUp(): void
    {
        parent::setUp();

        Schema::create('test_scratch_costs', function (Blueprint $table) {
            $table->id();
            $table->string('label');
            $table->decimal('amount', 10, 2);
        });
    }

    protected function tearDown(): void
    {
        Schema::dropIfExists('test_scratch_costs');
        Schema::dropIfExists('test_scratch_records');

        parent::tearDown();
    }

    public function test_rows_survive_a_rename(): void
    {
        DB::table('test_scratch_costs')->insert(['label' => 'first', 'amount' => 1.25]);

        Schema::rename('test_scratch_costs', 'test_scratch_records');

        $this->assertFalse(Schema::hasTable('test_scratch_costs'));
        $this->assertSame(1, DB::table('test_scratch_records')->where('label', 'first')->count());
        $this->assertDatabaseHas('test_scratch_records', ['amount' => 1.25]);
    }
}

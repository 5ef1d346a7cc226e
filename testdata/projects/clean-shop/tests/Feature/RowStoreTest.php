<?php

namespace Tests\Feature;

use App\Support\RowStore;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;
use Tests\TestCase;

class RowStoreTest extends TestCase
{
    use RefreshDatabase;

    protected function setUp(): void
    {
        parent::setUp();

        Schema::create('measurements', function (Blueprint $table) {
            $table->id();
            $table->string('sensor');
            $table->decimal('value');
            $table->timestamps();
        });

        DB::statement('create table measurement_notes (measurement_id integer not null, note varchar(100) not null)');
    }

    public function test_rows_of_any_table_are_stored(): void
    {
        $store = app(RowStore::class);

        $store->store('measurements', ['sensor' => 'door', 'value' => 1.5]);
        $store->storeMany('measurements', [['sensor' => 'roof', 'value' => 2], ['sensor' => 'roof', 'value' => 3]]);
        $store->replace('measurements', ['sensor' => 'door'], ['value' => 4]);
        DB::table('measurement_notes')->insert(['measurement_id' => 1, 'note' => 'first']);

        $this->assertDatabaseCount('measurements', 3);
        $this->assertDatabaseHas('measurements', ['sensor' => 'door', 'value' => 4]);
        $this->assertSame(1, DB::table('measurement_notes')->join('measurements', 'measurements.id', '=', 'measurement_id')->count());
        $this->assertSame('roof', Measurement::where('value', '>', 2)->latest('value')->where('sensor', 'roof')->value('sensor'));
    }
}

class Measurement extends Model
{
    protected $guarded = [];
}

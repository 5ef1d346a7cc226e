<?php

use App\Models\Device;
use App\Models\Team;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('teams', fn (Blueprint $table) => $table->id());
        Schema::create('devices', fn (Blueprint $table) => $table->uuid('serial')->primary());
        Schema::create('loans', function (Blueprint $table) {
            $table->id();
            $table->foreignIdFor(Team::class)->constrained();
            $table->foreignIdFor(new Team, 'lender_id')->nullable()->constrained('teams')->nullOnDelete();
            // A key that is no number is taken for a UUID, and the table is guessed from the column.
            $table->foreignIdFor(Device::class)->constrained('devices', 'serial');
        });
    }
};

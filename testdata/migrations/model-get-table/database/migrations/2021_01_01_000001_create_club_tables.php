<?php

use App\Models\Membership;
use App\Models\Person;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        // The conventional name is an irregular plural.
        Schema::create((new Person)->getTable(), fn (Blueprint $table) => $table->id());

        $membership = new Membership();
        Schema::create($membership->getTable(), function (Blueprint $table) use ($membership) {
            $table->id($membership->getKeyName());
            $table->foreignId((new Person())->getForeignKey())->constrained((new Person)->getTable());
            $table->index($membership->getKeyName(), app(Membership::class)->getTable().'_again');
        });
    }
};

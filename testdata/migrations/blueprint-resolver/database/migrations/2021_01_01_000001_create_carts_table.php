<?php

use App\Database\ShopBlueprint;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Support\Facades\DB;

return new class extends Migration
{
    public function up()
    {
        $schema = DB::connection()->getSchemaBuilder();
        $schema->blueprintResolver(function ($table, $callback, $prefix) {
            return new ShopBlueprint($table, $callback, $prefix);
        });
        $schema->create('carts', function (ShopBlueprint $table) {
            $table->id();
            $table->money('total');
            $table->timestamps();
        });
    }
};

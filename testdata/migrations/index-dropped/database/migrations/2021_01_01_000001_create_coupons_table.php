<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('coupons', function (Blueprint $table) {
            $table->id();
            $table->string('code')->unique();
            $table->string('campaign')->index();
            $table->string('shop')->unique('one_shop');
            $table->date('from')->index('by_start');
            $table->date('until');
            $table->unique(['code', 'shop']);
            $table->index(['from', 'until']);
            $table->index('until');
        });
        Schema::table('coupons', function (Blueprint $table) {
            $table->dropUnique(['code']);
            $table->dropUnique('one_shop');
            $table->dropIndex(['campaign']);
            $table->dropIndex('by_start');
            $table->dropUnique(['code', 'shop']);
            $table->dropIndex('coupons_from_until_index');
        });
    }
};

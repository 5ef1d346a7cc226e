<?php

use App\Database\AddsAddress;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

class CreateBranchesTable extends Migration
{
    use AddsAddress;

    public function up()
    {
        Schema::create('branches', function (Blueprint $table) {
            $table->id();
            $this->addAddress($table);
        });
    }

    protected function addressLength(): int
    {
        return 60;
    }
}

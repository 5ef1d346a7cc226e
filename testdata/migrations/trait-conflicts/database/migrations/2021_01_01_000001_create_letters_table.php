<?php

use App\Database\Marks;
use App\Database\Stamps;
use Illuminate\Database\Migrations\Migration;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    use Marks, Stamps {
        Stamps::add insteadof Marks;
        Marks::add as protected addMark;
    }

    public function up()
    {
        Schema::create('letters', function ($table) {
            $this->add($table);
            $this->addMark($table);
        });
    }
};

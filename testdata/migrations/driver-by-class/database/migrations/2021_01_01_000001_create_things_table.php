<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\MySqlConnection;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Database\SQLiteConnection;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            if (DB::connection() instanceof SQLiteConnection) {
                $table->string('lite');
            }
            if (Schema::getConnection() instanceof MySqlConnection) {
                $table->string('full');
            }
            if (DB::connection()->getPdo()->getAttribute(PDO::ATTR_DRIVER_NAME) === 'mysql') {
                $table->string('attribute');
            }
            $this->isSqlite() ? $table->text('data') : $table->json('data');
        });
    }

    private function isSqlite(): bool
    {
        return 'sqlite' === Schema::connection($this->getConnection())
            ->getConnection()
            ->getDriverName();
    }
};

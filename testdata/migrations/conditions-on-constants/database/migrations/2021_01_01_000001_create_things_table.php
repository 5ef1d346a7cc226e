<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    private const SOFT = true;

    private const LEVEL = 2;

    private ?string $owner = null;

    public function up()
    {
        Schema::create('things', function (Blueprint $table) {
            $table->id();
            if (self::SOFT && ! is_null($this->owner ?? 'x')) {
                $table->softDeletes();
            }
            if ($this->owner) {
                $table->string('never');
            } elseif (self::LEVEL > 3 || in_array('c', ['a', 'b'], true)) {
                $table->string('never_either');
            } else {
                $table->string('always');
            }
            $table->string(match (true) {
                self::LEVEL < 2 => 'low',
                self::LEVEL <= 4 => 'middle',
                default => 'high',
            });
            $table->string($this->owner ?: 'elvis');
            $table->string($this->owner?->name ?? 'coalesced');
            if (is_array(self::LEVEL) xor ! is_int(self::LEVEL)) {
                $table->string('never_at_all');
            }
            empty($this->owner) and $table->string('short_circuit');
        });
    }
};

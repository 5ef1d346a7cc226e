<?php

use Illuminate\Database\Migrations\Migration;
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Support\Facades\Schema;

return new class extends Migration
{
    private $tree = [
        'root' => [
            'leaf' => [],
            'branch' => ['twig' => []],
        ],
    ];

    public function up()
    {
        $this->create($this->tree);
    }

    private function create(array $nodes, string $path = ''): void
    {
        foreach ($nodes as $name => $children) {
            $full = $path === '' ? $name : "{$path}_{$name}";
            Schema::create($full, fn (Blueprint $table) => $table->id());
            $this->create($children, $full);
        }
    }
};

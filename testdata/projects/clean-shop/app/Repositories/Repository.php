<?php

namespace App\Repositories;

use Illuminate\Contracts\Pagination\CursorPaginator;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Collection;
use Illuminate\Database\Eloquent\Model;

/**
 * What all repositories of models can do.
 *
 * @template TModel of Model
 */
abstract class Repository
{
    /** @var TModel */
    protected Model $model;

    public function __construct()
    {
        $this->model = app($this->model());
    }

    /** @return class-string<TModel> */
    abstract protected function model(): string;

    /** @return TModel|null */
    public function findBy(string $column, mixed $value): ?Model
    {
        return $this->model->newQuery()->where($column, $value)->first();
    }

    /** @return Collection<int, TModel> */
    public function newest(int $count = 10): Collection
    {
        return $this->query()->latest()->take($count)->get();
    }

    public function page(string $order = 'id', array $columns = ['*']): CursorPaginator
    {
        return $this->query()->select($columns)->orderBy($order)->cursorPaginate(50);
    }

    protected function query(): Builder
    {
        return $this->model->newQuery();
    }
}

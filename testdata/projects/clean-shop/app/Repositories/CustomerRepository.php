<?php

namespace App\Repositories;

use App\Models\Customer;
use Illuminate\Database\Eloquent\Collection;
use Illuminate\Database\Eloquent\ModelNotFoundException;
use Illuminate\Support\LazyCollection;

/** @extends Repository<Customer> */
class CustomerRepository extends Repository
{
    protected function model(): string
    {
        return Customer::class;
    }

    /** @throws ModelNotFoundException */
    public function byEmail(string $email): Customer
    {
        return $this->model->where('email', $email)->firstOrFail();
    }

    /** @return Collection<int, Customer> */
    public function named(string $first, string $last): Collection
    {
        return Customer::whereFirstNameAndLastName($first, $last)->get(['id', 'first_name', 'last_name', 'email']);
    }

    public function byPhone(string $phone): ?Customer
    {
        return $this->model::wherePhone($phone)->orderBy('last_name')->first();
    }

    /** @return LazyCollection<int, Customer> */
    public function withoutAccount(): LazyCollection
    {
        return $this->model->newQuery()
            ->whereNull('user_id')
            ->whereNotNull(['email', 'phone'])
            ->lazyById(200, 'id');
    }

    public function search(string $term): Collection
    {
        return $this->query()
            ->whereAny(['first_name', 'last_name', 'email'], 'like', "%{$term}%")
            ->whereNone(['phone', 'stripe_customer_id'], '')
            ->orWhereLike('email', "{$term}%")
            ->get();
    }
}

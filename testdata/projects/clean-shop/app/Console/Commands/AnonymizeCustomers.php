<?php

namespace App\Console\Commands;

use App\Models\Customer;
use App\Models\Order;
use Illuminate\Console\Command;
use Illuminate\Database\ConnectionInterface;
use Illuminate\Database\ConnectionResolverInterface;
use Illuminate\Database\DatabaseManager;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Query\Builder as QueryBuilder;

class AnonymizeCustomers extends Command
{
    protected $signature = 'customers:anonymize {--years=10}';

    protected $description = 'Forgets who has not been here for long';

    /** What else holds personal data: table, columns. */
    private array $personal = [
        'addresses' => ['line_two' => null, 'region' => null],
        'reviews' => ['headline' => null, 'body' => null],
    ];

    public function __construct(private readonly ConnectionResolverInterface $resolver)
    {
        parent::__construct();
    }

    public function handle(): int
    {
        $before = now()->subYears((int) $this->option('years'));

        /** @var Builder<Customer> $query */
        $query = $this->candidates();
        $query->whereDoesntHave('orders', fn (Builder $orders) => $orders->where('placed_at', '>', $before));

        $query->chunkById(100, function ($customers) {
            /** @var Customer $customer */
            foreach ($customers as $customer) {
                $customer->update(['first_name' => 'Deleted', 'last_name' => 'Customer', 'phone' => null]);
                $customer->newsletterSubscriber()->delete();
                $customer->orders()->withTrashed()->update(['customer_note' => null]);
            }
        });

        foreach ($this->personal as $table => $values) {
            $this->resolver->connection()->table($table)->where('created_at', '<', $before)->update($values);
        }

        app('db')->table('sessions')->where('last_activity', '<', $before->getTimestamp())->delete();
        app(ConnectionInterface::class)->table('audit_logs')->where('created_at', '<', $before)->update(['ip_address' => null]);
        resolve(DatabaseManager::class)->connection()->table('notifications')->where('created_at', '<', $before)->delete();

        return self::SUCCESS;
    }

    private function candidates(): Builder
    {
        return Customer::query()
            ->whereNull('user_id')
            ->whereNotIn('id', fn (QueryBuilder $query) => $query->select('customer_id')->from((new Order)->getTable())->whereNull('deleted_at'))
            ->whereIn('customers.id', Order::onlyTrashed()->select('customer_id'));
    }
}

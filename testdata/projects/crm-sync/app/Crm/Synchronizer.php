<?php

namespace App\Crm;

use Example\Warehouse\Loader;
use Illuminate\Support\Facades\DB;

class Synchronizer
{
    public function __construct(private Client $crm, private Loader $warehouse) {}

    public function run(array $contact): void
    {
        $this->crm->push('contacts', ['email' => $contact['email'], 'name' => $contact['name']]);
        $this->crm->push('contact', ['email' => $contact['email']]);
        $this->crm->push('contacts', ['name' => $contact['name']]);

        Client::table('contacts')->where('emial', $contact['email'])->first();

        $this->warehouse->increment('contacts', 'order_count', ['updated_at' => now()]);

        lookup('email', $contact['email']);
        lookup('mail', $contact['email']);

        DB::table('shop_products')->where('sku', $contact['sku'])->value('titel');
        DB::table('shop_log_'.date('Y'))->where('level', 'error')->count();
        DB::table('shop_log_archive')->count();
    }
}

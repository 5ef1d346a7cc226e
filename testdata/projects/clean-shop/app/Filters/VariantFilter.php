<?php

namespace App\Filters;

class VariantFilter extends Filter
{
    protected array $sortable = ['sku', 'name'];

    public function option(array $option): void
    {
        foreach ($option as $name => $value) {
            $this->query->where("options->{$name}", $value);
        }
    }

    public function sizes(array $sizes): void
    {
        $this->query
            ->whereJsonOverlaps('options->sizes', $sizes)
            ->whereJsonDoesntContain('options->sizes', 'XXL')
            ->whereJsonDoesntContainKey('options->discontinued')
            ->orWhereJsonContains('options->sizes', 'one size')
            ->orWhereJsonLength('options->sizes', '>', 3);
    }

    public function barcode(string $barcode): void
    {
        $this->query->whereNullSafeEquals('barcode', $barcode)->orWhereRaw('length(product_variants.barcode) < ?', [8]);
    }
}

<?php

namespace App\Filters;

use App\Models\Product;

class CampaignFilter extends Filter
{
    protected array $sortable = ['name', 'starts_at', 'clicks'];

    public function when(string $when): void
    {
        match ($when) {
            'today' => $this->query->whereToday('starts_at')->orWhereToday('ends_at'),
            'soon' => $this->query->whereFuture('starts_at')->orWhereTodayOrAfter('starts_at'),
            'over' => $this->query->wherePast('ends_at')->orWhereTodayOrBefore('ends_at'),
            'running' => $this->query->whereNowOrPast('starts_at')->whereNowOrFuture('ends_at')->orWhereNowOrFuture('starts_at'),
            'later' => $this->query->whereAfterToday('starts_at')->orWhereFuture('ends_at')->orWherePast('created_at'),
            default => $this->query->whereTodayOrAfter('ends_at')->orWhereBeforeToday('created_at'),
        };
    }

    public function month(array $month): void
    {
        [$year, $number] = $month;

        $this->query
            ->whereYear('starts_at', $year)->whereMonth('starts_at', $number)
            ->orWhereYear('ends_at', $year)->orWhereMonth('ends_at', $number)
            ->orWhereDay('ends_at', 1)->orWhereTime('ends_at', '<', '12:00');
    }

    public function budget(array $range): void
    {
        $this->query
            ->whereNotBetweenColumns('budget', ['spent', 'clicks'])
            ->orWhereBetweenColumns('spent', ['clicks', 'budget'])
            ->orWhereNotBetween('budget', $range)
            ->orWhereNotIn('store_id', [0])
            ->orWhereNotExists(Product::query()->whereColumn('products.created_at', 'campaigns.created_at'));
    }

    public function audience(array $countries): void
    {
        $this->query
            ->whereJsonDoesntOverlap('audience->countries', $countries)
            ->orWhereJsonOverlaps('audience->countries', $countries)
            ->orWhereJsonDoesntContain('audience->excluded', $countries)
            ->orWhereJsonContainsKey('audience->age')
            ->orWhereJsonDoesntContainKey('audience->age->max')
            ->whereJsonLength('audience->countries', '>', 1);
    }

    public function like(string $term): void
    {
        $this->query->whereNotLike('code', "{$term}%")->orWhereAll(['name', 'code'], 'like', "%{$term}%")->orWhereRowValues(['name', 'code'], '=', [$term, $term]);
    }
}

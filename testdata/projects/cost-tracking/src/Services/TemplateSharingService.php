<?php

namespace Acme\AiCosts\Services;

use Acme\AiCosts\Models\AiPromptTemplate;
use Illuminate\Support\Collection;
use Illuminate\Support\Facades\DB;

class TemplateSharingService
{
    public function shareWithTeam(AiPromptTemplate $template, int $teamId, string $permission = 'view'): void
    {
        DB::table('ai_template_shares')->updateOrInsert(
            ['template_id' => $template->id, 'shareable_type' => 'team', 'shareable_id' => $teamId],
            ['permission' => $permission, 'updated_at' => now()],
        );
    }

    /** Templates that reach the user through one of their teams. */
    public function visibleTo(int $userId): Collection
    {
        return DB::table('ai_prompt_templates')
            ->join('ai_template_shares', 'ai_template_shares.template_id', '=', 'ai_prompt_templates.id')
            ->where('ai_template_shares.shareable_type', 'team')
            ->whereExists(function ($query) use ($userId) {
                $query->select(DB::raw(1))
                    ->from('team_members')
                    ->whereColumn('team_members.team_id', 'ai_template_shares.shareable_id')
                    ->where('team_members.user_id', $userId);
            })
            ->select('ai_prompt_templates.id', 'ai_prompt_templates.name', 'ai_template_shares.permission')
            ->orderBy('ai_prompt_templates.name')
            ->get();
    }

    public function audience(int $teamId): int
    {
        return DB::table('team_members')->where('team_id', $teamId)->count();
    }

    public function describe(AiPromptTemplate $template): string
    {
        return $template->shares->pluck('permission')->unique()->join(', ');
    }
}

<?php

namespace App\Services;

use App\Models\Answer;
use App\Models\Product;
use App\Models\Question;
use App\Models\User;
use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Collection;

class QuestionService
{
    /** @return Collection<int, Question> */
    public function of(Product $product, ?string $term = null): Collection
    {
        return $product->questions()
            ->when($term, function (Builder $query, string $term) {
                $query->where(fn (Builder $either) => $either
                    ->where('title', 'like', "%{$term}%")
                    ->orWhereHas('answers', fn (Builder $answers) => $answers->where('body', 'like', "%{$term}%")));
            }, fn (Builder $query) => $query->latest())
            ->unless(auth()->user()?->is_admin, fn ($query) => $query->where('questions.is_public', true))
            ->with(['customer:id,first_name', 'answers' => fn ($answers) => $answers->with('author')->orderByDesc('votes')])
            ->withCount('answers')
            ->withExists(['answers as is_answered' => fn ($answers) => $answers->whereNotNull('accepted_at')])
            ->orderByDesc('is_answered')
            ->get();
    }

    public function ask(Product $product, array $data): Question
    {
        return tap($product->questions()->make($data), function (Question $question) {
            $question->customer()->associate(auth()->user()->customer);
            $question->saveOrFail();
        });
    }

    public function answer(Question $question, User $user, string $body): Answer
    {
        $answer = new Answer(['body' => $body]);
        $answer->author()->associate($user);
        $question->answers()->save($answer);
        $question->increment('views');

        return $answer;
    }

    public function vote(Answer $answer, int $direction): void
    {
        $answer->timestamps = false;
        $direction > 0 ? $answer->increment('votes') : $answer->decrement('votes');
    }

    /** Questions that nobody has answered for a week. */
    public function forgotten(): Collection
    {
        return Question::unanswered()
            ->whereBeforeToday('created_at')
            ->whereBetween('created_at', [now()->subMonth(), now()->subWeek()])
            ->withWhereHas('product', fn ($products) => $products->select('id', 'name', 'slug')->where('status', 'active'))
            ->oldest()
            ->get();
    }

    /** @param Collection<int, Question> $questions */
    public function hide(Collection $questions): void
    {
        foreach ($questions as $question) {
            $question->answers()->whereNull('accepted_at')->delete();
            $question->update(['is_public' => false]);
        }

        Question::withoutGlobalScope(\App\Models\Scopes\PublicScope::class)
            ->whereIn('id', $questions->modelKeys())
            ->touch();
    }
}

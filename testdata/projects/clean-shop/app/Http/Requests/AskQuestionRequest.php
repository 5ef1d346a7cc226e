<?php

namespace App\Http\Requests;

use App\Models\Question;
use Closure;
use Illuminate\Foundation\Http\FormRequest;
use Illuminate\Support\Facades\DB;
use Illuminate\Validation\Validator;

class AskQuestionRequest extends FormRequest
{
    public static array $titles = ['required', 'string', 'max:160'];

    public function rules(): array
    {
        return [
            'title' => [...self::$titles, function (string $attribute, mixed $value, Closure $fail) {
                if (Question::where('title', $value)->where('customer_id', $this->user()->customer->id)->exists()) {
                    $fail("You have asked this already; see {$attribute}.");
                }
            }],
            'body' => ['nullable', 'string'],
            'answer_id' => 'nullable|integer|exists:App\Models\Answer,id',
        ];
    }

    public function after(): array
    {
        return [function (Validator $validator) {
            $today = DB::table('questions')
                ->whereDate('created_at', today())
                ->where(['customer_id' => $this->user()->customer->id, ['is_public', '=', true]])
                ->count();

            $validator->errors()->addIf($today > 10, 'title', 'Enough for today.');
        }];
    }
}

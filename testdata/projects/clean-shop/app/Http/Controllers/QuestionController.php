<?php

namespace App\Http\Controllers;

use App\Http\Requests\AskQuestionRequest;
use App\Models\Answer;
use App\Models\Product;
use App\Models\Question;
use App\Services\QuestionService;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;

class QuestionController extends Controller
{
    public function __construct(protected QuestionService $questions)
    {
    }

    public function index(Request $request, Product $product): JsonResponse
    {
        return response()->json($this->questions->of($product, $request->query('q')));
    }

    public function store(AskQuestionRequest $request, Product $product): JsonResponse
    {
        return response()->json($this->questions->ask($product, $request->safe()->only('title', 'body')), 201);
    }

    public function answer(Request $request, Question $question): JsonResponse
    {
        $data = $this->validate($request, ['body' => 'required|string', 'in_reply_to' => 'nullable|exists:answers,id']);

        return response()->json($this->questions->answer($question, $request->user(), $data['body']), 201);
    }

    public function accept(Question $question, Answer $answer): JsonResponse
    {
        $answer->accept();

        return response()->json($question->answers()->whereKey($answer->id)->sole(['id', 'accepted_at']));
    }
}

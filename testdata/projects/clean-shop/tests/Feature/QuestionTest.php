<?php

namespace Tests\Feature;

use App\Models\Answer;
use App\Models\Customer;
use App\Models\Question;
use App\Services\QuestionService;
use App\Services\Reports\CohortReport;
use Illuminate\Foundation\Testing\RefreshDatabase;
use Illuminate\Support\Facades\Schema;
use Tests\TestCase;

class QuestionTest extends TestCase
{
    use RefreshDatabase;

    /** @var list<string> */
    protected array $tables = ['questions', 'answers'];

    public function test_the_tables_are_there(): void
    {
        foreach ($this->tables as $table) {
            $this->assertTrue(Schema::hasTable($table));
            $this->assertDatabaseEmpty($table);
        }

        $this->assertFalse(Schema::hasColumn('questions', 'answer'));
    }

    public function test_one_answer_is_accepted(): void
    {
        $question = Question::factory()->has(Answer::factory()->count(2)->accepted())->create();
        $answer = $question->answers()->create(['body' => 'Yes.', 'user_id' => $question->answers[0]->user_id]);

        $this->assertTrue($answer->accept());

        $this->assertSame(1, $question->answers()->whereNotNull('accepted_at')->count());
        $this->assertEquals('Yes.', $question->acceptedAnswer->body);
        $this->assertSame(5, $question->bestAnswer->votes);
        $this->assertTrue($question->answers->contains('body', 'Yes.'));
        $this->assertSame($question->id, $question->answers->where('accepted_at', '!=', null)->pluck('question_id')->first());
    }

    public function test_asking_takes_a_customer(): void
    {
        $customer = Customer::factory()->withAccount()->create();
        $question = Question::factory()->for($customer)->make(['title' => 'Is it blue?']);

        $this->actingAs($customer->user);
        app(QuestionService::class)->ask($question->product, $question->only('title', 'body'));

        $this->assertDatabaseHas('questions', ['title' => 'Is it blue?', 'customer_id' => $customer->id, 'is_public' => true]);
        $this->assertEmpty(app(CohortReport::class)->lost(now()->year));
    }
}

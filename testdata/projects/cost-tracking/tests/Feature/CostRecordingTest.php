<?php

namespace Acme\AiCosts\Tests\Feature;

use Acme\AiCosts\Events\MessageAnswered;
use Acme\AiCosts\Listeners\CostTrackingListener;
use Acme\AiCosts\Models\AiConversation;
use Acme\AiCosts\Models\AiMessage;
use Acme\AiCosts\Models\User;
use Acme\AiCosts\Tests\TestCase;
use Illuminate\Foundation\Testing\RefreshDatabase;
use PHPUnit\Framework\Attributes\Test;

class CostRecordingTest extends TestCase
{
    use RefreshDatabase;

    #[Test]
    public function the_cost_of_an_answer_is_stored(): void
    {
        $user = User::create(['name' => 'Ada', 'email' => 'ada@example.com', 'password' => 'secret']);
        $conversation = AiConversation::create([
            'title' => 'Invoices',
            'user_id' => $user->id,
            'user_type' => User::class,
        ]);
        $message = AiMessage::create([
            'conversation_id' => $conversation->id,
            'role' => 'assistant',
            'content' => 'There are three open invoices.',
            'model' => 'small-1',
            'provider_message_id' => 'msg_7Qd2',
            'input_tokens' => 120,
            'output_tokens' => 30,
        ]);

        (new CostTrackingListener)->handleMessageAnswered(
            new MessageAnswered($message, $user->id, 'openai', 0.0012, 0.0009)
        );

        $this->assertDatabaseCount('ai_usage_costs', 1);
        $this->assertDatabaseHas('ai_usage_costs', [
            'user_id' => $user->id,
            'message_id' => $message->id,
            'provider' => 'openai',
            'model' => 'small-1',
            'total_tokens' => 150,
        ]);
    }
}

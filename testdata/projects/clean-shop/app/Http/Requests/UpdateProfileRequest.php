<?php

namespace App\Http\Requests;

use Illuminate\Foundation\Http\FormRequest;
use Illuminate\Validation\Rule;

class UpdateProfileRequest extends FormRequest
{
    public function rules(): array
    {
        $user = $this->user();

        return [
            'name' => 'required|string|max:255',
            'email' => "required|email|unique:users,email,{$user->id},id",
            'phone' => ['nullable', 'unique:users,phone,'.$user->id],
            'locale' => 'in:en,de,fr',
            'customer.email' => ['sometimes', 'email', Rule::unique('customers', 'email')->ignore($user->customer?->id)->withoutTrashed()],
            'customer.phone' => 'nullable|unique:customers,phone,NULL,id,deleted_at,NULL',
            'newsletter' => 'boolean',
            'password' => 'nullable|current_password|min:12',
        ];
    }
}

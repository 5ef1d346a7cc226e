<?php

namespace App\Http\Controllers\Auth;

use App\Http\Controllers\Controller;
use Illuminate\Contracts\Database\Eloquent\Builder;
use Illuminate\Http\RedirectResponse;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Auth;
use Illuminate\Support\Facades\DB;
use Illuminate\Validation\ValidationException;

class LoginController extends Controller
{
    public function store(Request $request): RedirectResponse
    {
        $data = $request->validate(['email' => 'required|email|exists:users', 'password' => 'required']);

        $known = Auth::attempt([
            'email' => $data['email'],
            'password' => $data['password'],
            fn (Builder $query) => $query->whereNotNull('email_verified_at'),
        ], $request->boolean('remember'));

        if (! $known) {
            throw ValidationException::withMessages(['email' => __('auth.failed')]);
        }

        $request->session()->regenerate();
        $request->user()->forceFill(['last_login_at' => now()])->saveQuietly();

        return redirect()->intended();
    }

    public function admin(Request $request): RedirectResponse
    {
        abort_unless(Auth::guard('web')->attempt($request->only('email', 'password') + ['is_admin' => true]), 403);

        return redirect()->route('admin.dashboard');
    }

    /** Ends all other sessions of the user. */
    public function destroyOthers(Request $request): RedirectResponse
    {
        DB::connection(config('session.connection'))
            ->table(config('session.table', 'sessions'))
            ->where('user_id', $request->user()->getAuthIdentifier())
            ->where('id', '!=', $request->session()->getId())
            ->delete();

        DB::table(config('auth.passwords.users.table'))->where('email', $request->user()->email)->delete();

        return back();
    }
}

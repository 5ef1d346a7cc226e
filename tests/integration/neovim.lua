-- A session of Neovim's own client with the server: what it shows is written to standard output, a line each.
local binary, root = os.getenv('BINARY'), vim.fn.getcwd()

local function say(...)
  io.stdout:write(string.format(...), '\n')
end

local client
local function open(path)
  vim.cmd('edit ' .. path)
  local buffer = vim.api.nvim_get_current_buf()
  client = client or vim.lsp.start_client({ name = 'tablecheck', cmd = { binary, 'lsp' }, root_dir = root })
  vim.lsp.buf_attach_client(buffer, client)
  return buffer
end

-- Waits until something holds; a session that waits in vain says so and ends.
local function await(what, holds)
  if not vim.wait(60000, holds, 20) then
    say('waited in vain for %s', what)
    vim.cmd('cquit')
  end
end

local function find(buffer, text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then
      return number - 1, column - 1
    end
  end
  say('no %s', text)
  vim.cmd('cquit')
end

local function ask(buffer, method, line, column, more)
  local params = { textDocument = vim.lsp.util.make_text_document_params(buffer), position = { line = line, character = column } }
  for key, value in pairs(more or {}) do
    params[key] = value
  end
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 60000)
  local answer = answers and answers[client]
  if not answer then
    say('no answer to %s', method)
    vim.cmd('cquit')
  end
  return answer.result, answer.err or answer.error
end

local function short(uri)
  return vim.uri_to_fname(uri):sub(#root + 2)
end

-- Diagnostics.
local listener = open('src/Listeners/CostTrackingListener.php')
await('diagnostics', function()
  return #vim.diagnostic.get(listener) > 0
end)
for _, found in ipairs(vim.diagnostic.get(listener)) do
  say('diagnostic %d: %s', found.lnum + 1, found.code or found.user_data.lsp.code)
end

-- Hover, definition, references.
local service = open('src/Services/AnalyticsService.php')
local line, column = find(service, 'ai_usage_costs')
local hover = ask(service, 'textDocument/hover', line, column)
say('hover: %s', hover.contents.value:match('table `[^`]+`'))
local places = ask(service, 'textDocument/definition', line, column)
say('definition: %s:%d', short(places[1].uri), places[1].range.start.line + 1)
local uses = ask(service, 'textDocument/references', line, column, { context = { includeDeclaration = true } })
say('references: more than one: %s', tostring(#uses > 1))

-- Completion in a chain, in raw SQL and in text that does not parse.
local scratch = open('src/Scratch.php')
local function complete(what, text)
  local before = text:match('^(.-)|')
  vim.api.nvim_buf_set_lines(scratch, 0, -1, false, { '<?php', 'use Illuminate\\Support\\Facades\\DB;', (text:gsub('|', '')) })
  local answer = ask(scratch, 'textDocument/completion', 2, #before)
  local labels = {}
  for _, item in ipairs(answer and answer.items or {}) do
    labels[item.label] = true
  end
  say('completion %s: ai_budgets %s, user_id %s', what, tostring(labels.ai_budgets or false), tostring(labels.user_id or false))
end
complete('of a table', "DB::table('|')->get();")
complete('in a chain', "DB::table('ai_budgets')->where('|', 1)->get();")
complete('in raw SQL', 'DB::select("select b.| from ai_budgets b");')
complete('in broken text', "DB::table('ai_budgets')->where('|")

-- Completion in a migration.
local migration = open('database/migrations/2025_02_10_000001_add_soft_deletes_to_ai_conversations_table.php')
local row = find(migration, 'softDeletes')
vim.api.nvim_buf_set_lines(migration, row, row, false, { "            $table->text('x')->after('');" })
local answer = ask(migration, 'textDocument/completion', row, #"            $table->text('x')->after('")
local offered = {}
for _, item in ipairs(answer and answer.items or {}) do
  offered[item.label] = true
end
say('completion in a migration: user_id %s', tostring(offered.user_id or false))

-- A code action, applied.
vim.api.nvim_buf_set_lines(scratch, 0, -1, false, { '<?php', 'use Illuminate\\Support\\Facades\\DB;', "DB::table('ai_budget')->get();" })
vim.api.nvim_set_current_buf(scratch)
await('the finding', function()
  return #vim.diagnostic.get(scratch) > 0
end)
local range = { start = { line = 2, character = 12 }, ['end'] = { line = 2, character = 12 } }
local actions = ask(scratch, 'textDocument/codeAction', 2, 12, { range = range, context = { diagnostics = {} } })
for _, action in ipairs(actions) do
  if action.title:find('^Change') then
    say('action: %s', action.title)
    vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
    say('text: %s', vim.api.nvim_buf_get_lines(scratch, 2, 3, false)[1])
    break
  end
end

-- A rename, applied: the edit makes a migration.
local before = #vim.fn.glob('database/migrations/*', false, true)
local at, from = find(service, 'ai_usage_costs')
local edit, refused = ask(service, 'textDocument/rename', at, from, { newName = 'ai_costs' })
if edit then
  vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
  vim.cmd('silent wall')
  say('rename: %d new migration', #vim.fn.glob('database/migrations/*', false, true) - before)
  say('renamed: %s', tostring(table.concat(vim.api.nvim_buf_get_lines(service, 0, -1, false), '\n'):find('ai_costs', 1, true) ~= nil))
else
  say('rename refused: %s', refused.message:match('^[^\n]*'))
end

vim.lsp.stop_client(client)
vim.cmd('qall!')

// A session of the extension's own client library with the server, without an editor around it: what comes back is checked.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CodeActionRequest,
  CompletionRequest,
  createProtocolConnection,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  ReferencesRequest,
  RenameRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type CompletionList,
  type Location,
  type MarkupContent,
} from 'vscode-languageserver-protocol/node';

async function main(): Promise<void> {
  const binary = process.env['TABLECHECK'];
  assert.ok(binary, 'TABLECHECK names the binary');
  const root = join(mkdtempSync(join(tmpdir(), 'tablecheck-')), 'project');
  cpSync(join('..', '..', 'testdata', 'projects', 'cost-tracking'), root, { recursive: true });
  const server = spawn(binary, ['lsp', '--no-cache'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.listen();
  const address = (path: string): string => pathToFileURL(join(root, path)).href;
  const result = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    workspaceFolders: [{ uri: pathToFileURL(root).href, name: 'project' }],
    capabilities: {
      textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] } },
      workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
    },
  });
  assert.equal(result.serverInfo?.name, 'tablecheck');
  await connection.sendNotification(InitializedNotification.type, {});

  const listener = 'src/Listeners/CostTrackingListener.php';
  let version = 1;
  const open = async (path: string, text = readFileSync(join(root, path), 'utf8')): Promise<string> => {
    const textDocument = { uri: address(path), languageId: 'php', version, text };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    return text;
  };
  const place = (path: string, text: string, word: string, more = 0) => {
    const before = text.slice(0, text.indexOf(word) + more).split('\n');
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    return { textDocument: { uri: address(path) }, position };
  };

  await open(listener);
  const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: address(listener) } });
  assert.ok(report.kind === 'full' && report.items.some((found) => found.code === 'unknown-table'), 'diagnostics');

  const service = 'src/Services/AnalyticsService.php';
  const text = await open(service);
  const at = place(service, text, 'ai_usage_costs');
  const hover = await connection.sendRequest(HoverRequest.type, at);
  assert.match((hover?.contents as MarkupContent).value, /table `ai_usage_costs`/, 'hover');
  const definition = (await connection.sendRequest(DefinitionRequest.type, at)) as Location[];
  assert.match(definition[0]?.uri ?? '', /create_ai_usage_costs_table\.php$/, 'definition');
  const uses = await connection.sendRequest(ReferencesRequest.type, { ...at, context: { includeDeclaration: true } });
  assert.ok((uses?.length ?? 0) > 1, 'references');

  const scratch = 'src/Scratch.php';
  await open(scratch, '<?php\n');
  const complete = async (code: string): Promise<string[]> => {
    version += 1;
    const whole = `<?php\nuse Illuminate\\Support\\Facades\\DB;\n${code.replace('|', '')}\n`;
    const offset = whole.indexOf(code.replace('|', '')) + code.indexOf('|');
    const change = { textDocument: { uri: address(scratch), version }, contentChanges: [{ text: whole }] };
    await connection.sendNotification(DidChangeTextDocumentNotification.type, change);
    const params = place(scratch, `${whole.slice(0, offset)}\u0000`, '\u0000');
    const list = (await connection.sendRequest(CompletionRequest.type, params)) as CompletionList | null;
    return list?.items.map((item) => item.label) ?? [];
  };
  assert.ok((await complete("DB::table('|')->get();")).includes('ai_budgets'), 'completion of tables');
  assert.ok((await complete("DB::table('ai_budgets')->where('|')->get();")).includes('user_id'), 'completion in a chain');
  assert.ok((await complete('DB::select("select b.| from ai_budgets b");')).includes('user_id'), 'completion in raw SQL');
  assert.ok((await complete("DB::table('ai_budgets')->where('|")).includes('user_id'), 'completion in broken text');

  await complete("DB::table('ai_budget|')->get();");
  const range = { start: { line: 2, character: 12 }, end: { line: 2, character: 12 } };
  const actions = await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: address(scratch) },
    range,
    context: { diagnostics: [] },
  });
  assert.ok(actions?.some((action) => action.title === 'Change `ai_budget` to `ai_budgets`'), 'code action');

  const renamed = await connection.sendRequest(RenameRequest.type, { ...at, newName: 'ai_costs' }).catch(String);
  if (typeof renamed !== 'string') {
    assert.ok(renamed?.documentChanges?.some((change) => 'kind' in change && change.kind === 'create'), 'rename');
  } else {
    assert.match(renamed, /is not renamed/, 'rename');
  }

  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  const code = await new Promise((resolve) => server.on('exit', resolve));
  assert.equal(code, 0, 'the server ends in peace');
  console.log('ok: the client gets diagnostics, hovers, definitions, references, completions, actions and renames');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

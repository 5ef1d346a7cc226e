// The client of `tablecheck lsp` in VS Code: it finds the binary, starts the server, and shows how it fares.
import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions, State } from 'vscode-languageclient/node';
import { find } from './binary';

let client: LanguageClient | undefined;
let status: vscode.StatusBarItem;
let output: vscode.OutputChannel;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  output = vscode.window.createOutputChannel('tablecheck');
  status = vscode.window.createStatusBarItem('tablecheck', vscode.StatusBarAlignment.Right, 0);
  status.name = 'tablecheck';
  status.command = 'tablecheck.showOutput';
  context.subscriptions.push(
    output,
    status,
    vscode.commands.registerCommand('tablecheck.restart', () => restart(context)),
    vscode.commands.registerCommand('tablecheck.showOutput', () => output.show()),
    vscode.commands.registerCommand('tablecheck.explain', explain),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      const settings = ['enable', 'path', 'arguments', 'inlayHints'];
      if (settings.some((name) => change.affectsConfiguration(`tablecheck.${name}`))) {
        await restart(context);
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => restart(context)),
  );
  await start(context);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function restart(context: vscode.ExtensionContext): Promise<void> {
  await client?.stop();
  client = undefined;
  await start(context);
}

async function start(context: vscode.ExtensionContext): Promise<void> {
  const settings = vscode.workspace.getConfiguration('tablecheck');
  if (!settings.get<boolean>('enable', true)) {
    status.hide();
    return;
  }
  const found = find({
    setting: settings.get<string>('path', '').trim(),
    folders: (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file').map((folder) => folder.uri.fsPath),
    trusted: vscode.workspace.isTrusted,
    extension: context.extensionPath,
    path: process.env['PATH'] ?? '',
    windows: process.platform === 'win32',
  });
  if (!found) {
    show('$(error) tablecheck', 'tablecheck is not installed');
    const install = 'How to install it';
    const chosen = await vscode.window.showWarningMessage(
      'tablecheck is not installed: it is neither in `vendor/bin` nor in the PATH, and `tablecheck.path` names none.',
      install,
    );
    if (chosen === install) {
      await vscode.env.openExternal(vscode.Uri.parse('https://github.com/tablecheck/tablecheck#install'));
    }
    return;
  }
  output.appendLine(`Starting ${found.command}: ${found.why}.`);
  const args = ['lsp', ...settings.get<string[]>('arguments', [])];
  const server: ServerOptions = { command: found.command, args, options: { shell: found.command.endsWith('.bat') } };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: 'file', language: 'php' },
      { scheme: 'file', pattern: '**/{tablecheck.yaml,.tablecheck.yaml,tablecheck.yml}' },
    ],
    initializationOptions: { inlayHints: settings.get<boolean>('inlayHints', false) },
    outputChannel: output,
    middleware: {
      // The lens above a migration asks the server; what it answers is shown beside the code.
      executeCommand: async (command, args, next) => {
        const answer: unknown = await next(command, args);
        if (command === 'tablecheck.explainHere' && typeof answer === 'string') {
          await showText(answer);
        }
        return answer;
      },
    },
  };
  client = new LanguageClient('tablecheck', 'tablecheck', server, options);
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) {
      show('$(database) tablecheck', `${found.command}\n${found.why}`);
    } else if (newState === State.Starting) {
      show('$(sync~spin) tablecheck', 'The server starts');
    } else {
      show('$(error) tablecheck', 'The server has stopped; a click shows why');
    }
  });
  try {
    await client.start();
  } catch (error) {
    output.appendLine(`The server could not be started: ${String(error)}`);
    show('$(error) tablecheck', 'The server could not be started; a click shows why');
  }
}

async function explain(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !client) {
    return;
  }
  const position = client.code2ProtocolConverter.asPosition(editor.selection.active);
  const uri = client.code2ProtocolConverter.asUri(editor.document.uri);
  await vscode.commands.executeCommand('tablecheck.explainHere', uri, position);
}

async function showText(text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ content: text, language: 'markdown' });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: true });
}

function show(text: string, tooltip: string): void {
  status.text = text;
  status.tooltip = tooltip;
  status.show();
}

// Which binary is started.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'tablecheck-'));
await build({ entryPoints: ['src/binary.ts'], bundle: true, platform: 'node', format: 'esm', outfile: join(folder, 'binary.mjs') });
const { find } = await import(join(folder, 'binary.mjs'));

function program(path) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  chmodSync(path, 0o755);
  return path;
}

const project = program(join(folder, 'project', 'vendor', 'bin', 'tablecheck'));
const packaged = program(join(folder, 'extension', 'bin', 'tablecheck'));
const installed = program(join(folder, 'path', 'tablecheck'));
const wish = {
  setting: '',
  folders: [join(folder, 'project')],
  trusted: true,
  extension: join(folder, 'extension'),
  path: join(folder, 'path'),
  windows: false,
};

test('the setting comes first', () => assert.equal(find({ ...wish, setting: '/opt/tablecheck' }).command, '/opt/tablecheck'));
test('then the one of the project', () => assert.equal(find(wish).command, project));
test('but not where the folder is not trusted', () => assert.equal(find({ ...wish, trusted: false }).command, packaged));
test('then the one of the extension', () => assert.equal(find({ ...wish, folders: [] }).command, packaged));
test('then that of the system', () => assert.equal(find({ ...wish, folders: [], extension: folder }).command, installed));
test('else there is none', () => assert.equal(find({ ...wish, folders: [], extension: folder, path: '' }), undefined));

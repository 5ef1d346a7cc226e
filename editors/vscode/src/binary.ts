// Which binary is started. Knows nothing of the editor, so that it can be tested without one.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What decides. */
export interface Wish {
  /** The setting; empty where nobody set it. */
  setting: string;
  /** The folders that are open. */
  folders: string[];
  /** Whether programs that lie in these folders may be started. */
  trusted: boolean;
  /** Where the extension lies. */
  extension: string;
  /** `PATH`. */
  path: string;
  windows: boolean;
}

/** A program that can be started, and why it is the one. */
export interface Found {
  command: string;
  why: string;
}

/** The binary: the one that is set, that of the project, that of the extension, that of the system. */
export function find(wish: Wish): Found | undefined {
  const name = wish.windows ? 'tablecheck.exe' : 'tablecheck';
  if (wish.setting !== '') {
    return { command: wish.setting, why: 'the setting `tablecheck.path`' };
  }
  const projects = wish.trusted ? wish.folders : [];
  for (const folder of projects) {
    // Composer's wrapper on Windows is a batch file, which is no program.
    const own = join(folder, 'vendor', 'bin', wish.windows ? 'tablecheck.bat' : 'tablecheck');
    if (isProgram(own)) {
      return { command: own, why: 'the project has it installed by Composer' };
    }
  }
  const packaged = join(wish.extension, 'bin', name);
  if (isProgram(packaged)) {
    return { command: packaged, why: 'it comes with the extension' };
  }
  for (const folder of wish.path.split(delimiter).filter((folder) => folder !== '')) {
    if (isProgram(join(folder, name))) {
      return { command: join(folder, name), why: 'it lies in the PATH' };
    }
  }
  return undefined;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

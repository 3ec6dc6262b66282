// Builds src/ into dist/: compiles with TypeScript 7, copies every other file (.sql and the like), makes the program
// executable. Does nothing when nothing changed (`--force` builds all the same). A file that did not change is not
// touched, and one that did is replaced as a whole, so that a process running from dist/ never reads half a file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'src');
const target = join(root, 'dist');
// Beside dist/, so that the source maps point at src/ from either.
const stage = join(root, '.build');
const cache = join(root, '.cache');
const stamp = join(cache, 'built');
const lock = join(cache, 'building');
const program = join(target, 'cli', 'bin.js');

const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

function fingerprint() {
  const inputs = [
    ...filesOf(source),
    ...['package.json', 'tsconfig.json', 'tsconfig.build.json'].map((f) => join(root, f)),
  ];
  const hash = createHash('sha256');
  for (const file of inputs.sort()) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${relative(root, file)} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Two builds at once (two test runs) follow each other. */
function takeLock() {
  mkdirSync(cache, { recursive: true });
  for (let waited = 0; waited < 120_000; waited += 100) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = Number(readFileSync(lock, { encoding: 'utf8', flag: 'a+' }));
      if ((holder && !isAlive(holder)) || (!holder && waited > 5_000)) rmSync(lock, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
  throw new Error(`another build has held ${lock} for two minutes`);
}

function place(file, content) {
  if (existsSync(file) && readFileSync(file).equals(content)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}

function build() {
  const current = fingerprint();
  const last = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (current === last && existsSync(program) && !process.argv.includes('--force')) return 0;

  rmSync(stage, { recursive: true, force: true });
  const compiler = join(root, 'node_modules', 'typescript-7', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', stage], {
    cwd: root,
    stdio: 'inherit',
  });
  if (!existsSync(stage)) return status || 1;

  const made = new Set();
  const put = (name, content) => {
    made.add(name);
    place(join(target, name), content);
  };
  for (const file of filesOf(stage)) put(relative(stage, file), readFileSync(file));
  for (const file of filesOf(source)) if (!/\.(ts|tsx)$/.test(file)) put(relative(source, file), readFileSync(file));
  for (const file of filesOf(target)) if (!made.has(relative(target, file))) rmSync(file);
  if (existsSync(program)) chmodSync(program, 0o755);
  // A build with type errors leaves its output (it is what the tests run), fails, and is not taken for current.
  if (status === 0) {
    writeFileSync(stamp, current);
  }
  return status ?? 1;
}

takeLock();
try {
  process.exitCode = build();
} finally {
  rmSync(stage, { recursive: true, force: true });
  rmSync(lock, { force: true });
}

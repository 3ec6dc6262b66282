// Builds src/ into dist/: compiles with TypeScript 7, copies every other file (.sql and the like), makes the program
// executable; and web/ into dist/admin/web, each file also compressed. Builds only the part that changed (`--force` builds
// all the same). A file that did not change is not touched, and one that did is replaced as a whole, so that a process
// running from dist/ never reads half a file.
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
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'src');
const target = join(root, 'dist');
const webTarget = join(target, 'admin', 'web');
// Beside dist/, so that the source maps point at src/ from either.
const stage = join(root, '.build');
const webStage = join(root, '.build-web');
const cache = join(root, '.cache');
const lock = join(cache, 'building');
const program = join(target, 'cli', 'bin.js');

const filesOf = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

function fingerprint(folders, files) {
  const inputs = [
    ...folders.flatMap((folder) => filesOf(join(root, folder))),
    ...files.map((file) => join(root, file)),
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

/** Runs `make` unless its inputs are those of the last time and `made` is there. Answers an exit code. */
async function whenChanged(name, inputs, made, make) {
  const stamp = join(cache, name);
  const last = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (inputs === last && existsSync(made) && !process.argv.includes('--force')) return 0;
  const status = await make();
  // A build with type errors leaves its output (it is what the tests run), fails, and is not taken for current.
  if (status === 0) writeFileSync(stamp, inputs);
  return status;
}

/** Writes all files of a part of dist/ and removes what else is there. */
function replace(folder, contents, isOurs) {
  for (const [name, content] of contents) place(join(folder, name), content);
  for (const file of filesOf(folder)) if (isOurs(file) && !contents.has(relative(folder, file))) rmSync(file);
}

function buildProgram() {
  rmSync(stage, { recursive: true, force: true });
  const compiler = join(root, 'node_modules', 'typescript-7', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', stage], {
    cwd: root,
    stdio: 'inherit',
  });
  if (!existsSync(stage)) return status || 1;
  const contents = new Map();
  for (const file of filesOf(stage)) contents.set(relative(stage, file), readFileSync(file));
  for (const file of filesOf(source))
    if (!/\.(ts|tsx)$/.test(file)) contents.set(relative(source, file), readFileSync(file));
  replace(target, contents, (file) => !file.startsWith(webTarget + sep));
  if (existsSync(program)) chmodSync(program, 0o755);
  return status ?? 1;
}

const compressors = [
  ['.br', (data) => promisify(brotliCompress)(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })],
  ['.gz', (data) => promisify(gzip)(data, { level: 9 })],
];

async function buildWeb() {
  // Whoever starts this, a test runner too, gets the web interface that is shipped.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  try {
    await build({ root: join(root, 'web'), logLevel: 'warn', build: { outDir: webStage, emptyOutDir: true } });
  } catch (error) {
    console.error(error);
    return 1;
  }
  const contents = new Map();
  for (const file of filesOf(webStage)) {
    const content = readFileSync(file);
    const name = relative(webStage, file);
    contents.set(name, content);
    // The server puts the address into the page, so only what it refers to is compressed ahead.
    if (!/\.(js|css|svg|json)$/.test(name)) continue;
    for (const [ending, compress] of compressors) contents.set(name + ending, await compress(content));
  }
  replace(webTarget, contents, () => true);
  return 0;
}

const configuration = ['package.json', 'tsconfig.json', 'tsconfig.build.json'];
takeLock();
try {
  const status = await whenChanged('built', fingerprint(['src'], configuration), program, buildProgram);
  const inputs = fingerprint(['web', 'src/client'], ['package.json', 'scripts/build.mjs']);
  const webStatus = await whenChanged('built-web', inputs, join(webTarget, 'index.html'), buildWeb);
  process.exitCode = status || webStatus;
} finally {
  for (const folder of [stage, webStage]) rmSync(folder, { recursive: true, force: true });
  rmSync(lock, { force: true });
}

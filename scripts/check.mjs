// Everything that can be said about the code without running it. `npm run check` runs all, `npm run check -- types lint` some.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const BANNED_NAMES = ['util', 'utils', 'common', 'helper', 'helpers', 'manager', 'misc', 'base'];
const GENERATED = ['src/client/generated.ts'];
const LINE_LIMITS = [
  { path: /^test\/.*\.ts$/, lines: 400 },
  { path: /^(src|examples|bench|scripts|web\/src)\/.*\.(ts|tsx|mjs)$/, lines: 300 },
];

/** Tracked and new files of the project that still exist. */
function files() {
  const { status, stdout, stderr } = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (status !== 0) throw new Error(`git ls-files failed: ${stderr}`);
  return stdout.split('\0').filter((file) => file && existsSync(file));
}

/** The rules of CONTRIBUTING.md that no linter knows. */
function houseRules() {
  const problems = [];
  for (const file of files()) {
    if (!/\.(ts|tsx|mjs|cjs|sql|md|ya?ml|json|css|html)$/.test(file) || file === 'package-lock.json') continue;
    const text = readFileSync(file, 'utf8');
    const lines = text.split('\n').length - 1;
    const limit = GENERATED.includes(file) ? undefined : LINE_LIMITS.find(({ path }) => path.test(file))?.lines;
    if (limit && lines > limit) problems.push(`${file}: ${lines} lines, at most ${limit} are allowed; split it`);
    const name = basename(file).replace(/\..*$/, '');
    if (BANNED_NAMES.includes(name))
      problems.push(`${file}: "${name}" says nothing; name the file after what it holds`);
    for (const [index, line] of text.split('\n').entries()) {
      if (/\p{Emoji_Presentation}/u.test(line)) problems.push(`${file}:${index + 1}: an emoji`);
      if (/^src\/(?!database\/dialects\/).*\.ts$/.test(file) && /\bdialect\s*[!=]==/.test(line)) {
        problems.push(`${file}:${index + 1}: compares the dialect; that belongs into src/database/dialects/`);
      }
    }
  }
  return problems;
}

const bin = (name) => join(root, 'node_modules', '.bin', name);
const node = process.execPath;
const folders = ['src', 'test', 'examples', 'web'].filter((folder) => existsSync(folder));

const CHECKS = {
  // The examples import the built package by its name.
  types: [
    [node, 'scripts/build.mjs'],
    [node, 'node_modules/typescript-7/bin/tsc', '-p', 'tsconfig.json'],
    [node, 'node_modules/typescript-7/bin/tsc', '-p', 'web/tsconfig.json'],
  ],
  lint: [[bin('biome'), 'ci', '.']],
  imports: [[bin('depcruise'), '--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...folders]],
  unused: [[bin('knip'), '--no-progress']],
  package: [
    [node, 'scripts/build.mjs'],
    [bin('publint'), 'run', '--strict', '--pack', 'false'],
  ],
  lock: [[node, 'scripts/lock.mjs', '--check']],
  rules: [],
};

function run([program, ...args]) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const collect = (text) => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', (error) => resolve({ failed: true, output: String(error) }));
    child.once('close', (code) => resolve({ failed: code !== 0, output }));
  });
}

async function check(name) {
  const started = performance.now();
  let result = { failed: false, output: '' };
  for (const command of CHECKS[name]) if (!result.failed) result = await run(command);
  if (name === 'rules') {
    const problems = houseRules();
    result = { failed: problems.length > 0, output: problems.join('\n') };
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${result.failed ? 'FAILED' : 'ok    '} ${name.padEnd(8)} ${seconds} s`);
  if (result.failed) console.log(`${result.output.trim()}\n`);
  return result.failed ? name : undefined;
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(CHECKS);
const unknown = wanted.filter((name) => !(name in CHECKS));
if (unknown.length > 0) {
  console.error(`No check is called ${unknown.join(', ')}; there are: ${Object.keys(CHECKS).join(', ')}`);
  process.exit(2);
}
const queue = [...wanted];
const failed = [];
const lane = async () => {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) failed.push(await check(name));
};
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, lane));
const names = failed.filter(Boolean);
console.log(
  names.length > 0
    ? `\n${names.length} of ${wanted.length} checks failed: ${names.join(', ')}`
    : '\nAll checks passed.',
);
process.exitCode = names.length > 0 ? 1 : 0;

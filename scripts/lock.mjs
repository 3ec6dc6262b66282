// Completes package-lock.json. npm leaves an optional package of another platform out of the lock when the registry it
// was made with does not serve it (mirrors often hold one platform only), and then refuses `npm ci` everywhere because
// the lock is "not in sync". Adds what is missing; `--check` only says so.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { packages } = lock;

const OS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32'];
const CPU = ['arm64', 'arm', 'x64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32'];

/** The platform an optional package is for, from its name: `@oxc-parser/binding-linux-x64-musl`. */
function platform(name) {
  const words = name.split(/[/-]/);
  const os = OS.find((word) => words.includes(word));
  const cpu = CPU.find((word) => words.includes(word));
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : words.includes('gnu') ? 'glibc' : undefined;
  return { ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }), ...(os && { os: [os] }) };
}

const missing = {};
for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    const folders = path
      .split('/node_modules/')
      .map((_, index, all) => all.slice(0, all.length - index).join('/node_modules/'));
    const places = [...folders.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`];
    if (path === '' || places.some((place) => packages[place] || missing[place])) continue;
    const version = /^\d+\.\d+\.\d+[\w.-]*$/.exec(range)?.[0];
    if (!version)
      throw new Error(`${name} is missing from the lock and ${path} wants "${range}" of it: no exact version`);
    missing[`node_modules/${name}`] = { version, ...(dev && { dev }), ...platform(name), optional: true };
  }
}

const names = Object.keys(missing);
if (process.argv.includes('--check')) {
  if (names.length > 0)
    console.error(`Missing from package-lock.json (add with: node scripts/lock.mjs):\n${names.join('\n')}`);
  process.exitCode = names.length > 0 ? 1 : 0;
} else if (names.length > 0) {
  const [root, ...rest] = Object.entries({ ...packages, ...missing });
  rest.sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries([root, ...rest]);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`Added ${names.length}: ${names.join(', ')}`);
}

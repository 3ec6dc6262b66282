import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The database servers that the suite starts by itself. */
export type ServerKind = 'postgres' | 'mariadb';

const PACKAGES: Record<ServerKind, { name: string; programs: string[]; apt: string[]; brew: string }> = {
  postgres: { name: 'PostgreSQL', programs: ['postgres', 'initdb'], apt: ['postgresql'], brew: 'postgresql@17' },
  mariadb: {
    name: 'MariaDB',
    programs: ['mariadbd', 'mariadb-install-db'],
    apt: ['mariadb-server-core', 'mariadb-client-core'],
    brew: 'mariadb',
  },
};

function folders(kind: ServerKind): string[] {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const usual = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/usr/libexec'];
  if (kind === 'mariadb') return [...onPath, ...usual, '/opt/homebrew/bin', '/usr/local/mysql/bin'];
  const versioned = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt']
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((entry) => /^(postgresql@?)?\d*$/.test(entry))
        .sort((a, b) => Number(/\d+$/.exec(b)?.[0] ?? 0) - Number(/\d+$/.exec(a)?.[0] ?? 0))
        .map((entry) => join(folder, entry, 'bin')),
    );
  return [...versioned, '/usr/pgsql/bin', ...onPath, ...usual];
}

function find(kind: ServerKind): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const program of PACKAGES[kind].programs) {
    const path = folders(kind)
      .map((folder) => join(folder, program))
      .find((candidate) => {
        try {
          accessSync(candidate, constants.X_OK);
          return true;
        } catch {
          return false;
        }
      });
    if (!path) return undefined;
    found[program] = path;
  }
  return found;
}

/** Installs packages of the system; `policy-rc.d` keeps them from starting a server of their own. Needs to be root. */
export function installPackages(...packages: readonly string[]): void {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const apt = (...args: string[]) =>
    execFileSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });
  try {
    try {
      apt('install', '-y', '--no-install-recommends', ...packages);
    } catch {
      apt('update');
      apt('install', '-y', '--no-install-recommends', ...packages);
    }
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

/**
 * Paths of a server's programs by name. Installs them with apt-get where they are missing and this process is root.
 * @throws Error that says what to install
 */
export function serverBinaries(kind: ServerKind): Record<string, string> {
  const found = find(kind);
  if (found) return found;
  const { name, programs, apt, brew } = PACKAGES[kind];
  let reason = 'this process is not root, so it cannot install them';
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    try {
      installPackages(...PACKAGES[kind].apt);
      const installed = find(kind);
      if (installed) return installed;
      reason = 'they are still missing after apt-get install';
    } catch (error) {
      reason = `apt-get failed: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`;
    }
  }
  throw new Error(
    `${name} is needed: the tests start their own server from the programs ${programs.join(' and ')}, which were not found (${reason}). ` +
      `Install them, for instance: sudo apt-get install ${apt.join(' ')}  or  brew install ${brew}`,
  );
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { MODULES } from '../../src/cli/modules.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { loadConfig } from '../../src/config/load.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');
const packageJson = JSON.parse(read('package.json'));

// biome-ignore lint/suspicious/noExplicitAny: foreign formats; each test reads the members it is about
type Tree = any;

const compose: Tree = parse(read('deploy/compose.yaml'), { merge: true });
const { postgres, ...ours } = compose.services as Record<string, Tree>;
const dockerfile = read('deploy/Dockerfile');
const units = readdirSync(`${ROOT}deploy/systemd`).map((file) => ({ file, text: read(`deploy/systemd/${file}`) }));
const kustomization: Tree = parse(read('deploy/kubernetes/kustomization.yaml'));
const manifests: Tree[] = kustomization.resources.flatMap((file: string) =>
  parseAllDocuments(read(`deploy/kubernetes/${file}`)).map((document) => document.toJS()),
);
const configMap = manifests.find(({ kind }) => kind === 'ConfigMap');
const workloads = manifests.filter(({ kind }) => kind !== 'ConfigMap');
const podOf = (workload: Tree): Tree => workload.spec.template.spec;

const kubernetesEnvironment = { ...configMap.data, JOBU_DATABASE_PASSWORD: 'x' };
const composeEnvironment = { ...ours['worker'].environment, JOBU_DATABASE_PASSWORD: 'x', JOBU_TIME_ZONE: 'Asia/Seoul' };
const config = loadConfig(`${ROOT}deploy/config`, kubernetesEnvironment);
const healthPort = config.admin.healthPort!;
const longestStopSeconds = config.worker.shutdownTimeoutSeconds + config.worker.abortGraceSeconds;

/** The command line is one that the program has. */
function expectCommand([first, ...others]: string[]): void {
  const words = buildProgram().commands.map((command) => command.name());
  if (words.includes(first!)) expect(others).toEqual([]);
  else for (const word of [first, ...others]) expect(MODULES).toContain(word);
}

describe('the configuration for containers', () => {
  test('is valid with what compose and Kubernetes put into the environment', () => {
    const other = loadConfig(`${ROOT}deploy/config`, composeEnvironment);
    expect(other.databases['default']).toMatchObject({
      type: 'postgres',
      host: 'postgres',
      database: 'jobu',
      user: 'jobu',
    });
    expect(config.databases['default']).toMatchObject({ host: configMap.data.JOBU_DATABASE_HOST });
    expect(config.worker.poolSize).toBe(Number(configMap.data.JOBU_WORKER_SLOTS));
  });

  test('takes everything that is put there, and nothing else', () => {
    const files = readdirSync(`${ROOT}deploy/config`).map((file) => read(`deploy/config/${file}`));
    const used = new Set(files.flatMap((text) => [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!)));
    expect([...used].sort()).toEqual(Object.keys(kubernetesEnvironment).sort());
    for (const name of Object.keys(composeEnvironment)) expect(used).toContain(name);
  });

  test('asks who comes from outside to sign in, and has a health port', () => {
    expect(config.admin).toMatchObject({ host: '0.0.0.0', signIn: { mode: 'password' } });
    expect(healthPort).toBeGreaterThan(0);
    expect(healthPort).not.toBe(config.admin.port);
  });
});

describe('compose.yaml', () => {
  test('runs commands that exist, two dispatchers and two workers, after the migration', () => {
    for (const service of Object.values(ours)) expectCommand(service.command);
    expect(Object.keys(ours).sort()).toEqual(['admin', 'dispatcher', 'migrate', 'worker']);
    for (const name of ['dispatcher', 'worker']) expect(ours[name].deploy.replicas).toBe(2);
    for (const name of ['dispatcher', 'worker', 'admin'])
      expect(ours[name].depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
    expect(ours['migrate'].depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(ours['migrate'].restart).toBe('no');
  });

  test('publishes the web pages and the health port, to this machine alone', () => {
    const published = Object.values(compose.services as Record<string, Tree>).flatMap(({ ports = [] }) => ports);
    const ports = [config.admin.port, healthPort];
    expect(published).toEqual(ports.map((port) => `127.0.0.1:${port}:${port}`));
  });

  test('waits longer than a worker takes to stop, and its database is the one of the configuration', () => {
    for (const service of Object.values(ours))
      expect(Number.parseInt(service.stop_grace_period, 10)).toBeGreaterThan(longestStopSeconds);
    const database = config.databases['default'] as { database: string; user: string };
    expect(postgres!.environment).toMatchObject({ POSTGRES_DB: database.database, POSTGRES_USER: database.user });
    expect(ours['worker'].environment.JOBU_DATABASE_PASSWORD).toBe(postgres!.environment.POSTGRES_PASSWORD);
  });
});

describe('Dockerfile', () => {
  test('copies what exists and runs the program of this package as another account than root', () => {
    for (const [, sources] of dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm))
      for (const source of sources!.split(' ')) expect(existsSync(`${ROOT}${source}`), source).toBe(true);
    expect(dockerfile.lastIndexOf('\nUSER node')).toBeGreaterThan(dockerfile.lastIndexOf('\nRUN '));
    expect(dockerfile).toContain(`ln -s ../${packageJson.bin.jobu.replace('./', '')} bin/jobu`);
    expect(dockerfile).toContain('ENTRYPOINT ["jobu"]');
    expectCommand(JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)![1]!));
  });

  test('uses the Node that the repository pins, and its health port', () => {
    const major = /(\d+)/.exec(packageJson.devDependencies.node)![1];
    const images = [...dockerfile.matchAll(/^FROM node:(\d+)-/gm)].map(([, version]) => version);
    expect(images).toEqual([major, major]);
    expect(dockerfile).toContain(`EXPOSE ${healthPort}\n`);
    expect(dockerfile).toContain(`http://127.0.0.1:${healthPort}/ready`);
  });
});

describe('systemd units', () => {
  test.each(MODULES)('there is a template for %s that runs it and drains it', (module) => {
    const { text } = units.find(({ file }) => file === `jobu-${module}@.service`)!;
    const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1];
    expect(value('ExecStart')).toBe(`/srv/jobu/node_modules/.bin/jobu ${module}`);
    expect(Number(value('TimeoutStopSec'))).toBeGreaterThan(longestStopSeconds);
    expect(value('KillMode')).toBe('mixed');
    expect(value('User')).toBe('jobu');
    expect(value('ProtectSystem')).toBe('strict');
    // V8 makes code at run time.
    expect(value('MemoryDenyWriteExecute')).toBeUndefined();
  });

  test('there are no others, and all share the same settings', () => {
    expect(units).toHaveLength(MODULES.length);
    const settings = units.map(({ text }) =>
      text.replace(/^#.*\n/gm, '').replaceAll(/dispatcher|worker|admin( server)?/g, 'ROLE'),
    );
    expect(new Set(settings).size).toBe(1);
  });
});

describe('Kubernetes manifests', () => {
  test('run commands that exist, in this version, without rights', () => {
    expect(workloads.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      'Deployment jobu-admin',
      'Deployment jobu-dispatcher',
      'Deployment jobu-worker',
      'Job jobu-migrate',
    ]);
    for (const workload of workloads) {
      const pod = podOf(workload);
      const [container] = pod.containers;
      expectCommand(container.args);
      expect(container.image).toBe(`jobu:${packageJson.version}`);
      expect(pod.securityContext.runAsNonRoot).toBe(true);
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.envFrom).toEqual([{ configMapRef: { name: configMap.metadata.name } }]);
      const { name, key } = container.env[0].valueFrom.secretKeyRef;
      expect(read('deploy/kubernetes/kustomization.yaml')).toContain(
        `create secret generic ${name} --from-literal=${key}=`,
      );
    }
  });

  test('select their own pods, probe the health port and wait longer than a worker takes to stop', () => {
    for (const workload of workloads.filter(({ kind }) => kind === 'Deployment')) {
      const { selector, template } = workload.spec;
      const [container] = podOf(workload).containers;
      expect(template.metadata.labels).toEqual(selector.matchLabels);
      expect(template.metadata.annotations['prometheus.io/port']).toBe(String(healthPort));
      expect(container.ports).toEqual([{ name: 'health', containerPort: healthPort }]);
      expect(container.livenessProbe.httpGet).toEqual({ path: '/health', port: 'health' });
      expect(container.readinessProbe.httpGet).toEqual({ path: '/ready', port: 'health' });
      expect(podOf(workload).terminationGracePeriodSeconds).toBeGreaterThan(longestStopSeconds);
    }
  });
});

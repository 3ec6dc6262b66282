import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { showConfig } from '../../src/config/show.ts';
import { projectFolder } from '../support/project-folder.ts';

const FILES = {
  'config/database.yaml': `databases:
  default: {type: postgres, host: "\${DB_HOST}", database: jobu, user: u, password: "\${PW}", tls: {key: "-----BEGIN hunter2"}}
  other: {type: mysql, url: "mysql://me:hunter2@db:3306/x?ssl_password=hunter2"}
`,
  'config/dispatcher.yaml': 'dispatcher:\n  retention: {log_days: forever}\n',
};

const shown = () => {
  const root = projectFolder(FILES);
  const settings = showConfig(loadConfig(join(root, 'config'), { DB_HOST: 'db', PW: 'hunter2' }));
  return Object.fromEntries(settings.map(({ key, ...rest }) => [key, rest]));
};

test('every setting in effect says where it came from', () => {
  const settings = shown();
  expect(settings['worker.pool_size']).toEqual({ file: 'worker.yaml', value: 10, source: 'default' });
  expect(settings['dispatcher.retention.log_days']?.value).toBe('forever');
  expect(settings['dispatcher.retention.log_days']?.source).toMatch(/dispatcher\.yaml:2$/);
  expect(settings['databases.default.host']?.source).toMatch(/database\.yaml:2 \$DB_HOST$/);
  expect(settings['databases.default.pool.max_size']?.source).toBe('default');
});

test('passwords, keys and the credentials of a URL are masked', () => {
  const settings = shown();
  expect(JSON.stringify(settings)).not.toContain('hunter2');
  expect(settings['databases.default.password']?.value).toBe('********');
  expect(settings['databases.other.url']?.value).toBe('mysql://me:********@db:3306/x?ssl_password=********');
});

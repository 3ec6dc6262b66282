import { expect, it } from 'vitest';
import type { ServerConfig } from '../../src/database/config.ts';
import { serverAddress } from '../../src/database/dialects/server-address.ts';

const address = (config: Omit<ServerConfig, 'type'>) => serverAddress('shop', { type: 'postgres', ...config }, 5432);

it('takes a url apart, with its escapes', () => {
  expect(address({ url: 'postgres://me:p%40ss%2Fword@db.example.com:6543/my%20shop' })).toEqual({
    host: 'db.example.com',
    port: 6543,
    database: 'my shop',
    user: 'me',
    password: 'p@ss/word',
    tls: undefined,
  });
  expect(address({ url: 'postgres://[::1]/shop' })).toMatchObject({ host: '::1', port: 5432 });
});

it('lets a single part win over the url', () => {
  const both = { url: 'postgres://me:old@one/shop', host: 'two', password: 'new' };
  expect(address(both)).toMatchObject({ host: 'two', password: 'new', user: 'me', database: 'shop' });
});

it('passes TLS on, and checks the certificate for the name of the host', () => {
  expect(address({ host: 'db', database: 'x', tls: true }).tls).toEqual({ servername: 'db' });
  expect(address({ host: '10.0.0.1', database: 'x', tls: true }).tls).toEqual({});
  const own = { ca: 'PEM', rejectUnauthorized: true, servername: 'other' };
  expect(address({ host: 'db', database: 'x', tls: own }).tls).toEqual(own);
  expect(address({ url: 'postgres://db/x?sslmode=verify-full' }).tls).toEqual({ servername: 'db' });
  expect(address({ url: 'postgres://db/x?sslmode=require' }).tls).toMatchObject({ rejectUnauthorized: false });
  expect(address({ url: 'postgres://db/x?sslmode=disable' }).tls).toBeUndefined();
});

it.each([
  [{ url: 'not a url with secret' }, /no url/],
  [{ url: 'postgres://me:secret@db/x?sslmode=maybe' }, /sslmode "maybe"/],
  [{ url: 'postgres://me:secret@db/x?pool=3' }, /parameter "pool"/],
  [{ host: 'db' }, /names no database/],
])('refuses %j without repeating a secret', (config, reason) => {
  expect(() => address(config)).toThrow(reason);
  expect(() => address(config)).not.toThrow(/secret/);
});

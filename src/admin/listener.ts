import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { JobuError } from '../errors.ts';
import type { Address } from './address.ts';

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use',
  EACCES: 'this account may not use the port',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
};

/** Makes an application listen. Answers the port. Throws PORT_UNAVAILABLE. */
export async function listen(
  app: FastifyInstance,
  { host, port }: Address,
  names: { service: string; setting: string },
): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    const { code = '', message } = error as NodeJS.ErrnoException;
    const reason = REASONS[code] ?? message;
    throw new JobuError('PORT_UNAVAILABLE', { ...names, address: `${host}:${port}`, reason }, { cause: error });
  }
  return (app.addresses()[0] as AddressInfo).port;
}

const STOP_WITHIN_MS = 3_000;

/** Answers what is under way, for at most 3 s, and closes the port. */
export async function close(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), STOP_WITHIN_MS);
  await app.close();
  clearTimeout(timer);
}

import type { FastifyRequest } from 'fastify';
import { JobuError } from '../../errors.ts';

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** The origin that browsers see: what the request was sent to, unless a proxy in front has another name. */
export const ownOrigin = ({ protocol, host }: FastifyRequest, publicUrl: string | undefined): string =>
  publicUrl === undefined ? `${protocol}://${host}` : new URL(publicUrl).origin;

/**
 * Throws CSRF_REFUSED for a request that changes something and that another page may have a browser send: it has to carry a
 * header that only pages of this server may set, and must not come from elsewhere.
 */
export function requireOwnPage(request: FastifyRequest, publicUrl: string | undefined): void {
  if (SAFE_METHODS.includes(request.method)) return;
  const { origin, 'x-jobu-request': mark, 'sec-fetch-site': site } = request.headers;
  const refuse = (problem: string) => new JobuError('CSRF_REFUSED', { problem });
  if (mark !== '1') throw refuse('the header X-Jobu-Request is missing');
  if (site !== undefined && site !== 'same-origin') throw refuse(`Sec-Fetch-Site is ${String(site)}`);
  if (origin !== undefined && origin !== ownOrigin(request, publicUrl)) throw refuse(`its origin is ${origin}`);
}

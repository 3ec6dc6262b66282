import { connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a server, and fails on demand in the ways a network does. */
export interface TcpProxy {
  readonly port: number;
  /** From now on nothing passes in either direction, and nothing is closed: a half-open connection. */
  freeze(): void;
  /** Cuts each connection on which the client sends a match, after the server has answered and before the client hears it. */
  cutAnswerTo(pattern: RegExp): void;
  close(): Promise<void>;
}

export async function tcpProxy(host: string, port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  let trigger: RegExp | undefined;
  const server = createServer((client) => {
    const upstream = connect(port, host);
    let cuts = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    client.on('data', (chunk) => {
      if (isFrozen) return;
      if (trigger?.test(chunk.toString('latin1'))) {
        cuts = true;
        trigger = undefined;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (isFrozen) return;
      if (cuts) client.resetAndDestroy();
      else client.write(chunk);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => {
      if (!isFrozen) client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    freeze: () => {
      isFrozen = true;
    },
    cutAnswerTo: (pattern) => {
      trigger = pattern;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A server on loopback that a test may let lie, hang or break. */
export interface LoopbackServer {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  /** `127.0.0.1:port`, as image references want it. */
  readonly host: string;
  /** `METHOD /path` of every request, in order. */
  readonly log: string[];
  readonly server: Server;
  readonly close: () => Promise<void>;
}

/** Starts an HTTP server on a free loopback port, or on a unix socket. */
export async function serveLoopback(
  handle: RequestListener,
  options: { socketPath?: string; server?: Server } = {},
): Promise<LoopbackServer> {
  const log: string[] = [];
  const server = options.server ?? createServer();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    log.push(`${request.method ?? ''} ${request.url ?? ''}`);
    handle(request, response);
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    if (options.socketPath === undefined) server.listen(0, '127.0.0.1', resolve);
    else server.listen(options.socketPath, resolve);
  });
  const address = server.address() as AddressInfo | string;
  const host = typeof address === 'string' ? 'localhost' : `127.0.0.1:${address.port}`;
  return {
    url: `http://${host}`,
    host,
    log,
    server,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { WebSocketServer } from 'ws';

/** A server that notes who comes. */
export class Elsewhere {
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #sockets: WebSocketServer;

  constructor() {
    this.#server = createServer((request, response) => {
      this.asked.push(`${request.method} ${request.url}`);
      response.setHeader('access-control-allow-origin', '*');
      const [, to] = /^\/on\?(.*)/.exec(request.url ?? '') ?? [];
      if (to) response.writeHead(302, { location: to }).end();
      else if (request.url === '/a.svg') {
        response.setHeader('content-type', 'image/svg+xml');
        response.end('<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>');
      } else response.end('{"hello":"you"}');
    });
    this.#sockets = new WebSocketServer({ server: this.#server });
    this.#sockets.on('connection', () => this.asked.push('socket'));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get http(): string {
    return `http://${this.host}`;
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

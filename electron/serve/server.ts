/** Serves the page to a browser on this machine, over HTTP and a WebSocket. */
import fs from 'fs';
import http, { type IncomingMessage, type ServerResponse } from 'http';
import type { Duplex } from 'stream';
import { WebSocketServer } from 'ws';
import { mostConnections, mostPageMessageBytes } from '../../model/limits';
import { Admission, foreignness, isForeignPart } from './admission';
import type { Downloads } from './downloads';
import type { PageLink } from './page-link';

/** A file of the page. */
export interface ServedPart {
  mimeType: string;
  data: Buffer;
  headers: Record<string, string | string[]>;
}

interface Dependencies {
  page: PageLink;
  downloads: Downloads;
  /** The part of the page at a path; null if there is none. */
  part(path: string): ServedPart | null;
}

/** How often a connection must show that it is alive. */
const beatMilliseconds = 20_000;

const used =
  'This address was used before, or is not complete. Press Enter in the terminal where the program runs: it prints ' +
  'a new one.';

export class Server {
  readonly #server: http.Server;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: mostPageMessageBytes,
    perMessageDeflate: false,
  });
  #admission = new Admission('');

  constructor(private readonly dependencies: Dependencies) {
    this.#server = http.createServer((request, response) => this.#answer(request, response));
    this.#server.maxConnections = mostConnections;
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#upgrade(request, socket, head),
    );
  }

  /**
   * Listens on this machine alone. @param port 0 for any free one
   * @throws Error of the system, for example if another program uses the port
   */
  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    this.#admission = new Admission(`studio-${this.port}`);
  }

  get port(): number {
    const address = this.#server.address();
    return address && typeof address === 'object' ? address.port : 0;
  }

  /** An address that opens the page once. */
  newAddress(): string {
    return `http://127.0.0.1:${this.port}/?token=${this.#admission.renew()}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(guards)) response.setHeader(name, value);
    const foreign = foreignness(request, false);
    if (foreign) return refuse(response, 403, foreign);
    if (request.method !== 'GET') return refuse(response, 405, 'The program is only read from here.');
    const { pathname, searchParams } = addressOf(request);
    const token = searchParams.get('token');
    if (token !== null) return this.#exchange(token, response);
    if (isForeignPart(request)) return refuse(response, 403, 'It comes from a foreign page.');
    if (!this.#admission.isAdmitted(request)) return refuse(response, 403, used);
    if (pathname.startsWith('/downloads/')) return this.#download(pathname, response);
    const part = this.dependencies.part(pathname === '/' ? '/serve.html' : pathname);
    if (!part) return refuse(response, 404, 'There is no such file.');
    for (const [name, value] of Object.entries(part.headers)) response.setHeader(name, value);
    response.setHeader('Content-Type', `${part.mimeType}; charset=utf-8`);
    response.end(part.data);
  }

  #exchange(token: string, response: ServerResponse): void {
    const cookie = this.#admission.exchange(token);
    if (cookie === null) return refuse(response, 403, used);
    this.dependencies.page.disconnect();
    response.writeHead(303, { 'Set-Cookie': cookie, Location: '/' }).end();
  }

  #download(address: string, response: ServerResponse): void {
    const taken = this.dependencies.downloads.take(address);
    if (!taken) return refuse(response, 404, 'This file was downloaded before. Export it again.');
    const name = encodeURIComponent(taken.name).replace(
      /['()*]/g,
      (letter) => `%${letter.charCodeAt(0).toString(16)}`,
    );
    response.setHeader('Content-Type', 'application/octet-stream');
    response.setHeader('Content-Length', fs.statSync(taken.file).size);
    response.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${name}`);
    fs.createReadStream(taken.file)
      .on('error', () => response.destroy())
      .pipe(response)
      .on('close', () => taken.remove());
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A socket that ends early throws otherwise.
    socket.on('error', () => {});
    const { pathname, searchParams } = addressOf(request);
    const id = searchParams.get('page') ?? '';
    const seen = Number(searchParams.get('seen'));
    const isKnown =
      pathname === '/session' && /^[\w-]{16,64}$/.test(id) && Number.isSafeInteger(seen) && seen >= 0;
    if (!isKnown || foreignness(request, true) || !this.#admission.isAdmitted(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      let isAlive = true;
      client.on('pong', () => (isAlive = true));
      const beat = setInterval(() => {
        if (!isAlive) return client.terminate();
        isAlive = false;
        client.ping();
      }, beatMilliseconds);
      client.on('close', () => clearInterval(beat));
      this.dependencies.page.connect(client, id, seen);
    });
  }
}

/** The address of a request; one that leads nowhere if it is none. */
function addressOf({ url = '' }: IncomingMessage): URL {
  try {
    return new URL(url, 'http://127.0.0.1');
  } catch {
    return new URL('http://127.0.0.1/no-address');
  }
}

const guards = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

function refuse(response: ServerResponse, status: number, reason: string): void {
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' })
    .end(`PixelCNN Studio\n\n${reason}\n`);
}

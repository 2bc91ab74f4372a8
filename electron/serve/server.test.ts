/** Every refusal of the server, by real requests. */
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { mostPageMessageBytes } from '../../model/limits';
import { closing } from './closing';
import { Downloads } from './downloads';
import { PageLink } from './page-link';
import { Server } from './server';

let server: Server;
let downloads: Downloads;

beforeEach(async () => {
  downloads = new Downloads(path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'served-')), 'downloads'));
  const part = (place: string) =>
    place === '/serve.html' ? { mimeType: 'text/html', data: Buffer.from('the page'), headers: {} } : null;
  server = new Server({ page: new PageLink(), downloads, part });
  await server.listen(0);
});
afterEach(() => server.close());

interface Got {
  status: number;
  body: string;
  headers: http.IncomingHttpHeaders;
}

/** Asks for a path, with headers that replace a browser's. */
function get(place: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const host = `127.0.0.1:${server.port}`;
    const options = { port: server.port, path: place, method, headers: { host, ...headers } };
    const request = http.request({ host: '127.0.0.1', ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
      );
    });
    request.on('error', reject).end();
  });
}

/** Exchanges a new address. @returns the cookie */
async function admitted(): Promise<string> {
  const { pathname, search } = new URL(server.newAddress());
  const { status, headers } = await get(`${pathname}${search}`);
  expect([status, headers.location]).toEqual([303, '/']);
  return String(headers['set-cookie']?.[0]?.split(';')[0]);
}

/** How a WebSocket ends: the status of its refusal, or the number with which it is closed. */
function connected(
  headers: Record<string, string>,
  place = `/session?page=${id}&seen=0`,
): Promise<number | 'open'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${place}`, { headers });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => {});
    socket.on('message', () => resolve('open'));
    socket.on('close', resolve);
  });
}
const id = '0123456789abcdef';
const own = () => `http://127.0.0.1:${server.port}`;

test('it listens on this machine alone', async () => {
  const others = Object.values(os.networkInterfaces()).flatMap((list) => list ?? []);
  const outside = others.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
  // Where the machine has no other address, another one of the loopback shows the same.
  const request = http.get({ host: outside ?? '127.0.0.2', port: server.port });
  await expect(new Promise((_, reject) => request.on('error', reject))).rejects.toThrow('ECONNREFUSED');
});

test('an address opens the page once, by a cookie that no script and no foreign page gets', async () => {
  const { pathname, search } = new URL(server.newAddress());
  const first = await get(`${pathname}${search}`);
  expect(first.headers['set-cookie']?.[0]).toMatch(
    /^studio-\d+=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/$/,
  );
  const again = await get(`${pathname}${search}`);
  expect([again.status, again.headers['set-cookie']]).toEqual([403, undefined]);
  expect(again.body).toContain('used before');
});

test('without the cookie there is only a plain page', async () => {
  const cookie = await admitted();
  expect((await get('/', { cookie })).body).toBe('the page');
  for (const other of ['', 'studio=1', `${cookie}x`, cookie.replace('studio', 'other')]) {
    const { status, body, headers } = await get('/', { cookie: other });
    expect([status, headers['content-type']]).toEqual([403, 'text/plain; charset=utf-8']);
    expect(body).toContain('Press Enter in the terminal');
  }
  for (const token of ['', 'wrong']) expect((await get(`/?token=${token}`, { cookie })).status).toBe(403);
});

test('a new address ends the use of the one before', async () => {
  const before = await admitted();
  const after = await admitted();
  expect((await get('/', { cookie: before })).status).toBe(403);
  expect((await get('/', { cookie: after })).status).toBe(200);
});

test('foreign names, foreign pages and other methods are refused, whoever has the cookie', async () => {
  const cookie = await admitted();
  for (const host of ['example.org', `example.org:${server.port}`, '127.0.0.1.example.org', 'localhost.'])
    expect((await get('/', { cookie, host })).status, host).toBe(403);
  for (const host of [`localhost:${server.port}`, '127.0.0.1:9000', 'localhost'])
    expect((await get('/', { cookie, host })).status, host).toBe(200);
  for (const origin of [
    'https://example.org',
    'null',
    'http://127.0.0.1:1',
    `https://127.0.0.1:${server.port}`,
  ])
    expect((await get('/', { cookie, origin })).status, origin).toBe(403);
  for (const site of ['cross-site', 'same-site'])
    expect((await get('/', { cookie, 'sec-fetch-site': site })).status, site).toBe(403);
  for (const method of ['POST', 'PUT', 'OPTIONS'])
    expect((await get('/', { cookie }, method)).status).toBe(405);
  for (const place of ['/other', '//', '/%zz'])
    expect((await get(place, { cookie })).status, place).toBe(404);
});

test('no answer lets another page read it', async () => {
  const cookie = await admitted();
  for (const { headers } of [await get('/', { cookie }), await get('/')]) {
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  }
});

test('a connection needs the cookie and the page’s own origin', async () => {
  const cookie = await admitted();
  expect(await connected({ cookie, origin: own() })).toBe('open');
  expect(await connected({ origin: own() })).toBe(403);
  expect(await connected({ cookie })).toBe(403);
  expect(await connected({ cookie, origin: 'https://example.org' })).toBe(403);
  expect(await connected({ cookie, origin: own(), host: 'example.org' })).toBe(403);
  expect(await connected({ cookie, origin: own() }, '/other?page=0123456789abcdef&seen=0')).toBe(403);
  expect(await connected({ cookie, origin: own() }, '/session?page=short&seen=0')).toBe(403);
  expect(await connected({ cookie, origin: own() }, `/session?page=${id}&seen=-1`)).toBe(403);
});

test('a page that the program does not know begins anew, and messages that are none end the connection', async () => {
  const cookie = await admitted();
  expect(await connected({ cookie, origin: own() }, `/session?page=${id}&seen=5`)).toBe(closing.gone);
  for (const [sent, code] of [
    ['no message', closing.broken],
    [Buffer.alloc(mostPageMessageBytes + 1), 1009],
  ] as const) {
    const socket = new WebSocket(`${own().replace('http', 'ws')}/session?page=${id}${code}&seen=0`, {
      headers: { cookie, origin: own() },
    });
    socket.on('open', () => socket.send(sent));
    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(code);
  }
});

test('a file is downloaded once under an address that nobody guesses, and then removed', async () => {
  const cookie = await admitted();
  const place = downloads.place('Größe (1).png');
  fs.writeFileSync(place, 'picture');
  const address = downloads.offer(place)?.address ?? '';
  expect(address).toMatch(/^\/downloads\/[\w-]{24}$/);
  expect((await get(address)).status).toBe(403);
  const { body, headers } = await get(address, { cookie });
  expect(body).toBe('picture');
  expect(headers['content-disposition']).toBe("attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%281%29.png");
  expect((await get(address, { cookie })).status).toBe(404);
  await expect.poll(() => fs.existsSync(path.dirname(place))).toBe(false);
});

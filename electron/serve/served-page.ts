/** What serves the page: the scheme's files, the calls, and the files to download. Loading the window starts it. */
import { AsyncLocalStorage } from 'async_hooks';
import path from 'path';
import type { IpcMainInvokeEvent, ProtocolRequest, ProtocolResponse } from 'electron';
import type { Answer } from '../api/contract';
import { app } from './app';
import { Downloads } from './downloads';
import { page } from './page-link';
import { Server, type ServedPart } from './server';

type SchemeHandler = (
  request: ProtocolRequest,
  answer: (response: Buffer | ProtocolResponse) => void,
) => void;
type CallHandler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

const schemes = new Map<string, SchemeHandler>();
const calls = new Map<string, CallHandler>();

export const protocol = {
  // A browser knows HTTP.
  registerSchemesAsPrivileged: () => {},
  registerBufferProtocol: (scheme: string, handler: SchemeHandler) => {
    schemes.set(scheme, handler);
    return true;
  },
};

export const ipcMain = {
  handle: (channel: string, handler: CallHandler) => void calls.set(channel, handler),
};

const lazily = <T>(make: () => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

/** The files that browsers download. */
export const downloads = lazily(() => new Downloads(path.join(app.getPath('userData'), 'downloads')));

/** Files that are written during a call of the page, for it to download. */
const written = new AsyncLocalStorage<string[]>();

/** A place for a file that the call in progress writes; it is downloaded when the call has ended. Null without a call. */
export function placeToDownload(name: string): string | null {
  const places = written.getStore();
  if (!places) return null;
  const place = downloads().place(name);
  places.push(place);
  return place;
}

/** The page's address in the eyes of the program, which checks who calls. */
let pageAddress = '';

/** Answers a call of the page as `ipcMain` does, then offers what it wrote. */
export async function answerPage(name: unknown, args: unknown): Promise<Answer<unknown>> {
  const handler = calls.get('call');
  if (!handler) throw new Error('calls are not served yet');
  const places: string[] = [];
  const event = { senderFrame: { url: pageAddress } } as IpcMainInvokeEvent;
  const answer = (await written.run(places, async () => handler(event, name, args))) as Answer<unknown>;
  for (const place of places) {
    if (answer.ok) download(place);
    else downloads().remove(place);
  }
  // The page would say where on this machine a file is, and these do not stay here.
  return answer.ok && places.length ? { ok: true, value: null } : answer;
}

/** Lets the browser download the file or folder at a place of `Downloads`. */
export function download(place: string): void {
  const offered = downloads().offer(place);
  if (offered) page.send({ type: 'download', ...offered });
}

/** Serves the page at an address of a scheme to browsers, and prints where. */
export async function serve(address: string): Promise<void> {
  pageAddress = address;
  const { protocol: scheme, origin, host } = new URL(address);
  const base = origin === 'null' ? `${scheme}//${host}` : origin;
  const handler = schemes.get(scheme.slice(0, -1));
  const part = (place: string): ServedPart | null => {
    let found: ServedPart | null = null;
    handler?.({ url: `${base}${place}` } as ProtocolRequest, (response) => {
      if (Buffer.isBuffer(response) || !Buffer.isBuffer(response.data)) return;
      const { data, mimeType = 'application/octet-stream', headers } = response;
      found = { data, mimeType, headers: { ...headers } };
    });
    return found;
  };
  const server = new Server({ page, downloads: downloads(), part });
  const wanted = app.commandLine.getSwitchValue('port');
  const port = /^\d{1,5}$/.test(wanted) ? Number(wanted) : defaultPort;
  try {
    await server.listen(port);
  } catch (thrown) {
    console.error(`The port ${port} of this machine cannot be used: ${(thrown as Error).message}\n`);
    console.error('Choose another one: npm run serve -- --port 8081');
    app.exit(1);
  }
  app.on('quit', () => downloads().clear());
  const print = () =>
    console.log(`\nOpen this address in a browser. It works once:\n\n  ${server.newAddress()}\n`);
  print();
  if (!process.stdin.isTTY) return;
  console.log('Enter prints a new address. Ctrl+C saves a training and ends the program.');
  process.stdin.on('data', print);
}

const defaultPort = 8080;

/** The program as `npm run serve` starts it, at the end of a tunnel, and a current browser to use it with. */
import childProcess, { type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, test as base, type Browser, type Page } from 'playwright/test';
import { chromiumPath, withoutChromium } from '../electron/setup/chromium.mjs';
import { patience } from './patience';

const served = fileURLToPath(new URL('../dist/serve/serve.cjs', import.meta.url));

/** The program without its window. */
export interface ServedProgram {
  /** The one-time address that it printed. */
  address: string;
  /** Everything that it printed. */
  output(): string;
  process: ChildProcess;
  /** Ends it as Ctrl+C does. @returns its exit code */
  interrupt(): Promise<number | null>;
}

/** Starts the program. @param home the person's home folder, which also holds the library */
export async function serveProgram(home: string, ...args: string[]): Promise<ServedProgram> {
  const userData = path.join(home, 'user data');
  fs.mkdirSync(path.join(userData, 'library'), { recursive: true });
  const child = childProcess.spawn(
    process.execPath,
    [served, '--port=0', `--user-data-dir=${userData}`, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: home } },
  );
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const address = await new Promise<string>((resolve, reject) => {
    const read = (text: Buffer) => {
      output += String(text);
      const [printed] = /http:\S+/.exec(output) ?? [];
      if (printed) resolve(printed);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('close', () => reject(new Error(`it ended:\n${output}`)));
  });
  return {
    address,
    output: () => output,
    process: child,
    interrupt() {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** A tunnel to a port of this machine, as `ssh -L` makes one. */
export class Tunnel {
  readonly #sockets = new Set<net.Socket>();
  readonly #server: net.Server;
  /** Whether it accepts connections. */
  isOpen = true;

  constructor(target: number) {
    this.#server = net.createServer((socket) => {
      if (!this.isOpen) return void socket.destroy();
      const onward = net.connect(target, '127.0.0.1');
      for (const [from, to] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        this.#sockets.add(from);
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    });
  }

  /** @returns its own port */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as net.AddressInfo).port;
  }

  /** Drops all connections, and refuses others until it is opened again. */
  drop(): void {
    this.isOpen = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.drop();
    this.#server.close();
  }
}

interface Fixtures {
  /** The person's home folder, with a space and other letters than English ones in its name. */
  home: string;
  /** Starts the program; it is ended after the test. */
  serve: (...args: string[]) => Promise<ServedProgram>;
  page: Page;
}

/** Playwright's `test` with a current Chromium. It is skipped, with a reason, where there is none. */
export const test = base.extend<Fixtures, { chromiumBrowser: Browser }>({
  chromiumBrowser: [
    async ({}, use) => {
      const reason = withoutChromium();
      if (reason !== undefined) console.log(reason);
      base.skip(reason !== undefined, reason);
      const browser = await chromium.launch({
        executablePath: chromiumPath() ?? '',
        // Its sandbox does not work for root.
        args: os.userInfo().uid === 0 ? ['--no-sandbox'] : [],
        timeout: patience,
      });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  home: async ({}, use, testInfo) => {
    await use(testInfo.outputPath('Zuhause für Bilder'));
  },
  serve: async ({ home }, use) => {
    const started: ServedProgram[] = [];
    await use(async (...args) => {
      const program = await serveProgram(home, ...args);
      started.push(program);
      return program;
    });
    for (const program of started) if (program.process.exitCode === null) await program.interrupt();
  },
  page: async ({ chromiumBrowser }, use, testInfo) => {
    const context = await chromiumBrowser.newContext({ viewport: { width: 1280, height: 860 } });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    await use(page);
    if (testInfo.status !== testInfo.expectedStatus)
      await testInfo.attach('page', { body: await page.screenshot(), contentType: 'image/png' });
    await context.close();
  },
});

/** The preload script in a current Chromium, against a stand-in for its Electron. */
import fs from 'node:fs';
import { expect, type Page } from 'playwright/test';
import { test } from '../studio';

const source = fs.readFileSync(new URL('../../dist/main/preload.cjs', import.meta.url), 'utf8');

type Tried = Window & {
  /** What the script gave to the page, by name. */
  exposed: Record<string, unknown>;
  tried: {
    call(name: string, ...args: unknown[]): unknown;
    on(name: string, listener: (payload: unknown) => void): () => void;
    takeDropped(): Promise<unknown>;
  };
  /** What the script asked the main process. */
  asked: unknown[][];
  listeners: Map<string, (event: unknown, payload: unknown) => void>;
};

/** Runs the script in the page. */
const loadPreload = (page: Page) =>
  page.evaluate((script) => {
    const own = Object.assign(window, { exposed: {}, asked: [], listeners: new Map() }) as unknown as Tried;
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, api: unknown) => (own.exposed[name] = api) },
      ipcRenderer: {
        invoke: (...given: unknown[]) => Promise.resolve(`answer ${own.asked.push(given)}`),
        on: (name: string, listener: () => void) => own.listeners.set(name, listener),
        removeListener: (name: string) => own.listeners.delete(name),
      },
      webUtils: { getPathForFile: ({ name }: File) => (name === 'made up' ? '' : `/on the disk/${name}`) },
    };
    new Function('require', 'exports', script)(() => electron, {});
    own.tried = own.exposed['studio'] as Tried['tried'];
    return Object.entries(own.exposed).map(([name, api]) => [name, Object.keys(api as object).sort()]);
  }, source);

test('the preload script gives the page the calls and events of the contract alone', async ({ share }) => {
  const { page } = await share();
  expect(await loadPreload(page)).toEqual([['studio', ['call', 'on', 'takeDropped']]]);
  const found = await page.evaluate(async () => {
    const { tried, asked, listeners } = window as unknown as Tried;
    const thrown = (work: () => unknown) => {
      try {
        return work();
      } catch (error) {
        return (error as Error).message;
      }
    };
    const heard: unknown[] = [];
    const stop = tried.on('training', (payload) => heard.push(payload));
    listeners.get('training')?.({ sender: 'of Electron' }, ['an event']);
    stop();
    return {
      answer: await tried.call('about'),
      refused: ['grantDropped', 'constructor'].map((name) => thrown(() => tried.call(name))),
      unheard: thrown(() => tried.on('toString', () => {})),
      ...{ asked, heard, left: listeners.size },
    };
  });
  expect(found).toEqual({
    answer: 'answer 1',
    refused: ['There is no call grantDropped', 'There is no call constructor'],
    unheard: 'There is no event toString',
    ...{ asked: [['call', 'about', []]], heard: [['an event']], left: 0 },
  });
});

test('the preload script asks for the rights of files that are dropped, and not of those that a page makes', async ({
  share,
}) => {
  const { page } = await share();
  await loadPreload(page);
  const found = await page.evaluate(async () => {
    const { tried, asked } = window as unknown as Tried;
    const drop = (name: string) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['text'], name));
      dispatchEvent(new DragEvent('drop', { dataTransfer }));
      return tried.takeDropped();
    };
    return [await tried.takeDropped(), await drop('a.png'), await drop('made up'), asked];
  });
  const nothing = { ok: true, value: null };
  expect(found).toEqual([nothing, 'answer 1', nothing, [['call', 'grantDropped', ['/on the disk/a.png']]]]);
});

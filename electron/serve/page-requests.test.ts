/** What a page may ask of the program, by messages of its own making. */
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type WebSocket from 'ws';
import type { Answer } from '../api/contract';
import { app, dialog, ipcMain, nativeTheme } from './electron';
import { LastingChannel } from './lasting-channel';
import type { ToPage, ToProgram } from './messages';
import { page } from './page-link';

/** A page in a browser. */
class FakePage {
  readonly received: ToPage[] = [];
  readonly socket = Object.assign(new EventEmitter(), {
    send: (data: string | Uint8Array) => void (typeof data !== 'string' && this.#channel.receive(data)),
    close: (code: number) => (this.closedWith = code),
  });
  closedWith: number | null = null;
  readonly #channel = new LastingChannel((body) => this.received.push(body as ToPage));
  #last = 0;

  constructor(id: string) {
    page.connect(this.socket as unknown as WebSocket, id, 0);
    this.#channel.attach((data) => this.socket.emit('message', Buffer.from(data)), 0);
  }

  send(message: ToProgram): void {
    this.#channel.send(message);
  }

  async ask(request: Record<string, unknown>): Promise<Answer<unknown>> {
    const id = ++this.#last;
    this.send({ ...request, id } as ToProgram);
    const reply = () => this.received.find((message) => message.type === 'reply' && message.id === id);
    await expect.poll(reply).toBeDefined();
    return (reply() as Extract<ToPage, { type: 'reply' }>).answer as Answer<unknown>;
  }

  question() {
    return this.received.find((message) => message.type === 'question');
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'asked-'));
const called: unknown[][] = [];
let fake: FakePage;
let pages = 0;

beforeAll(() => {
  app.setPath('userData', folder);
  ipcMain.handle('call', async (_event, name, args) => {
    called.push([name, args]);
    if (name !== 'export') return { ok: true, value: 'done' };
    const { filePath = '' } = await dialog.showSaveDialog({ defaultPath: '/anywhere/curve' });
    fs.writeFileSync(`${filePath}.csv`, 'step');
    return { ok: true, value: `${filePath}.csv` };
  });
});
beforeEach(() => {
  called.length = 0;
  fake = new FakePage(`page number ${pages++}`);
});

test('calls are answered, except those of the preload script', async () => {
  expect(await fake.ask({ type: 'call', name: 'listRuns', args: [] })).toEqual({ ok: true, value: 'done' });
  expect((await fake.ask({ type: 'call', name: 'grantDropped', args: ['/etc'] })).ok).toBe(false);
  expect(called).toEqual([['listRuns', []]]);
});

test('folders are shown only while the program asks for one, and a choice has a whole path', async () => {
  const list = { type: 'list', folder };
  expect((await fake.ask(list)).ok).toBe(false);
  expect((await fake.ask({ type: 'make-folder', folder, name: 'new' })).ok).toBe(false);
  for (const [choice, result] of [
    [`${folder}/sub/..`, { canceled: false, filePaths: [folder] }],
    ['relative', { canceled: true, filePaths: [] }],
    [null, { canceled: true, filePaths: [] }],
  ] as const) {
    const asked = new FakePage(`page number ${pages++}`);
    const chosen = dialog.showOpenDialog({ properties: ['openDirectory'] });
    expect((await asked.ask(list)).ok).toBe(true);
    asked.send({ type: 'answer', id: asked.question()?.id ?? 0, answer: choice });
    expect(await chosen).toEqual(result);
    expect((await asked.ask(list)).ok).toBe(false);
  }
  expect(fs.existsSync(path.join(folder, 'new'))).toBe(false);
});

test('what a call writes is downloaded, and the page gets no place of this machine', async () => {
  const answer = fake.ask({ type: 'call', name: 'export', args: [] });
  await expect.poll(() => fake.question()).toMatchObject({ question: { kind: 'save', name: 'curve' } });
  fake.send({ type: 'answer', id: fake.question()?.id ?? 0, answer: '../../my curve' });
  expect(await answer).toEqual({ ok: true, value: null });
  expect(fake.received.find(({ type }) => type === 'download')).toMatchObject({ name: 'my curve.csv' });
});

test('a dropped file is copied into a folder of the program', async () => {
  await fake.ask({ type: 'drop', name: '../../a.png', bytes: new Uint8Array([1]) });
  const [[name, [file]]] = called as [[string, [string]]];
  expect([name, path.basename(file)]).toEqual(['grantDropped', 'a.png']);
  expect(file.startsWith(path.join(folder, 'pasted pictures') + path.sep)).toBe(true);
});

test('a page that goes leaves its questions cancelled, and a message that is none ends the connection', async () => {
  const question = dialog.showMessageBox({ message: 'Quit?', buttons: ['Yes', 'No'], cancelId: 1 });
  const other = new FakePage(`page number ${pages++}`);
  expect((await question).response).toBe(1);
  expect(fake.closedWith).toBe(4001);
  other.send({ type: 'state', isFocused: true, isDark: false, mayNotify: false });
  expect([page.isFocused, nativeTheme.shouldUseDarkColors]).toEqual([true, false]);
  other.send({ type: 'nothing' } as unknown as ToProgram);
  expect(other.closedWith).toBe(4004);
});

import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { pick } from '../../model/pick';
import { defaultSettings } from '../../model/settings';
import { pictureSettingNames } from '../../model/settings/data';
import { JobHost } from './host';
import type { JobRequests } from './messages';

const script = fileURLToPath(new URL('testing/echo-job.mjs', import.meta.url));
const hosts: JobHost[] = [];

function startHost(command = process.execPath): { host: JobHost; log: string[] } {
  const log: string[] = [];
  const host = new JobHost('echo', { command, args: [script], env: process.env }, (text) => log.push(text));
  hosts.push(host);
  return { host, log };
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

const argument: JobRequests['scanFolder']['argument'] = {
  folder: '/ä',
  settings: pick(defaultSettings, pictureSettingNames),
  excluded: [],
};

test('a request gets its events and then its answer', async () => {
  const { host } = startHost();
  const events: unknown[] = [];
  const { answer } = host.ask('scanFolder', argument, (event) => events.push(event));
  expect(await answer).toEqual(argument);
  expect(events).toEqual([
    { done: 1, total: 2 },
    { done: 2, total: 2 },
  ]);
});

test('an error is received with its code and facts', async () => {
  const { host } = startHost();
  await expect(host.ask('pauseTraining', null).answer).rejects.toMatchObject({
    code: 'run-missing',
    facts: { folder: '/x' },
  });
});

test('ten megabytes are sent and returned', async () => {
  const { host } = startHost();
  const pixels = new Uint8Array(10_000_000).map((_, i) => i * 7);
  const { answer } = host.ask('scanFolder', { ...argument, pixels } as JobRequests['scanFolder']['argument']);
  const returned = (await answer) as unknown as { pixels: Uint8Array };
  expect(Buffer.compare(returned.pixels, pixels)).toBe(0);
});

test('a death rejects every request with the last output, and the next request starts a new process', async () => {
  const { host, log } = startHost();
  const silent = host.ask('listValidation', { runFolder: '/x' }).answer;
  const dying = host.ask('stopTraining', null).answer;
  await expect(silent).rejects.toMatchObject({ code: 'job-died', facts: { job: 'echo' } });
  await expect(dying).rejects.toMatchObject({ facts: { output: expect.stringContaining('the last words') } });
  expect(host.isRunning).toBe(false);
  expect(log.join('\n')).toContain('ended with SIGKILL');
  expect(await host.ask('scanFolder', argument).answer).toEqual(argument);
});

test('a job killed from outside is reported', async () => {
  const { host } = startHost();
  await host.ask('scanFolder', argument).answer;
  const silent = host.ask('listValidation', { runFolder: '/x' }).answer;
  process.kill(host.pid as number, 'SIGKILL');
  await expect(silent).rejects.toMatchObject({ code: 'job-died' });
});

test('a missing Node is reported', async () => {
  const { host } = startHost('/no/such/node');
  await expect(host.ask('scanFolder', argument).answer).rejects.toMatchObject({
    code: 'job-died',
    facts: { output: '/no/such/node could not be started: there is no such file or folder' },
  });
});

test('stop ends the process and rejects unanswered requests', async () => {
  const { host } = startHost();
  const silent = host.ask('listValidation', { runFolder: '/x' }).answer;
  silent.catch(() => {});
  await host.ask('scanFolder', argument).answer;
  await host.stop();
  expect(host.isRunning).toBe(false);
  await expect(silent).rejects.toMatchObject({ code: 'job-died' });
});

test('a retired job answers its requests, and later ones go to a new process', async () => {
  const { host } = startHost();
  host.warm();
  const first = host.pid;
  const { answer } = host.ask('scanFolder', argument);
  host.retire();
  expect(await answer).toEqual(argument);
  expect(host.isRunning).toBe(false);
  expect(await host.ask('scanFolder', argument).answer).toEqual(argument);
  expect(host.pid).not.toBe(first);
  host.retire();
  expect(host.isRunning).toBe(false);
  expect(await host.ask('scanFolder', argument).answer).toEqual(argument);
});

test('a job that retires while it is being stopped ends, and stopping it resolves', async () => {
  const { host } = startHost();
  const { answer } = host.ask('scanFolder', argument);
  host.retire();
  const stopped = host.stop();
  // After the answer the job is idle.
  await answer;
  await stopped;
  expect(host.isRunning).toBe(false);
});

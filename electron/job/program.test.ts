import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { jobProgram } from './program';

afterEach(() => vi.unstubAllEnvs());

/** As within npm, in the terminal of a person with options for other programs. */
function stubEnvironment(own: string | undefined): void {
  vi.stubEnv('STUDIO_NODE', own);
  vi.stubEnv('npm_node_execpath', '/npm/node');
  vi.stubEnv('NODE_OPTIONS', '--inspect');
  vi.stubEnv('LD_PRELOAD', 'libgobject-2.0.so.0');
}

test('from source a person chooses the Node of the jobs, then npm, then the PATH', () => {
  stubEnvironment('/own/node');
  expect(jobProgram('job.mjs', undefined).command).toBe('/own/node');
  stubEnvironment(undefined);
  expect(jobProgram('job.mjs', undefined).command).toBe('/npm/node');
  vi.stubEnv('npm_node_execpath', undefined);
  expect(jobProgram('job.mjs', undefined).command).toBe('node');
});

test('a package uses the Node that it carries, without the options and libraries of other programs', () => {
  stubEnvironment('/own/node');
  const { command, args, env } = jobProgram('job.mjs', '/package');
  expect(path.parse(command)).toMatchObject({ dir: '/package', name: 'node' });
  expect(args).toEqual(['job.mjs']);
  expect(env['PATH']).toBe(process.env['PATH']);
  for (const name of ['NODE_OPTIONS', 'LD_PRELOAD', 'ELECTRON_RUN_AS_NODE']) {
    expect(env[name], name).toBeUndefined();
  }
});

test('no Electron hosts the jobs, however new its Node is', () => {
  stubEnvironment(undefined);
  vi.spyOn(process, 'execPath', 'get').mockReturnValue('/electron');
  for (const resources of [undefined, '/package']) {
    const { command, env } = jobProgram('job.mjs', resources);
    expect(command).not.toBe('/electron');
    expect(env['ELECTRON_RUN_AS_NODE']).toBeUndefined();
  }
});

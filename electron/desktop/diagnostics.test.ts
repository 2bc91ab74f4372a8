import os from 'node:os';
import { expect, test } from 'vitest';
import { diagnostics, withoutPersonalPaths } from './diagnostics';

const folders = { program: '/opt/studio', data: '/home/anna/.config/Studio', library: '/mnt/My Disk/runs' };
const clean = (text: string) => withoutPersonalPaths(text, folders);

test('the program’s folders are replaced by words, and every other path is hidden', () => {
  expect(clean('at run (/opt/studio/dist/main/main.cjs:10:5)')).toBe(
    'at run (<program>/dist/main/main.cjs:10:5)',
  );
  expect(clean('/mnt/My Disk/runs/2026-1/run.json is gone')).toBe('<library>/2026-1/run.json is gone');
  expect(clean("ENOENT: no such file, open '/home/anna/My Pictures/Uncle Bob.png'")).toBe(
    "ENOENT: no such file, open '<path>'",
  );
  expect(clean('reading /home/anna/cats/tom.png, 3 of 4')).toBe('reading <path>, 3 of 4');
  expect(clean('"folder":"C:\\Users\\Anna\\Pictures"')).toBe('"folder":"<path>"');
  expect(clean('in C:\\Users\\Anna\\Pictures now')).toBe('in <path> now');
  expect(clean('file:///home/anna/x.html')).toBe('<path>');
});

test('text that is not a path stays', () => {
  const text = '2026-11-24T08:33:00.000Z [training] 3/4 done, 1.5 bits, and/or';
  expect(clean(text)).toBe(text);
});

test('the report names versions and machine, and holds the log without the home folder', () => {
  const log = [`started`, `cannot open ${os.homedir()}/secret place`];
  const text = diagnostics({
    version: '1.2.3',
    shell: 'on Electron 9.4.1',
    device: 'TensorFlow 2',
    log,
    folders,
  });
  expect(text).toContain('PixelCNN Studio 1.2.3 on Electron 9.4.1\n');
  expect(text).toContain(`${os.cpus().length} cores`);
  expect(text).toContain('TensorFlow 2\n\nLog:\nstarted\n');
  expect(text).not.toContain(os.homedir());
  expect(text).not.toContain('secret');
});

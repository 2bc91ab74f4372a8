import path from 'node:path';
import { expect, test } from 'vitest';
import { OpenedFiles } from './opened-files';

test('files of runs are taken from the arguments of a start, in their order, and announced', () => {
  let announced = 0;
  const opened = new OpenedFiles(() => announced++);
  const folder = path.resolve('/at home');
  const absolute = path.resolve('/elsewhere/Zwei Läufe.PIXELCNN');
  opened.takeArguments(
    ['/program', '--user-data-dir=/a.pixelcnn', 'one.pixelcnn', absolute, 'picture.png', ''],
    folder,
  );
  expect(announced).toBe(2);
  opened.announceAgain();
  expect(announced).toBe(4);
  expect([opened.next(), opened.next(), opened.next()]).toEqual([
    path.join(folder, 'one.pixelcnn'),
    absolute,
    undefined,
  ]);
  opened.announceAgain();
  expect(announced).toBe(4);
});

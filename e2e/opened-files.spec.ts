/** Files of runs that the system opens with the program, as after a double click. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'playwright/test';
import { startArguments } from './start-program';
import { goTo, test } from './studio';

const made = fileURLToPath(
  new URL('../model/testing/fixtures/made-by-0.1.0/gated.pixelcnn', import.meta.url),
);

test('a file opened with the program is imported, at its start and by a second start; a bad one is refused', async ({
  launch,
  userData,
}, testInfo) => {
  const folder = testInfo.outputPath('meine Läufe');
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'Mein Lauf.pixelcnn');
  fs.copyFileSync(made, file);
  const { page, app } = await launch({ args: [file] });
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
  await expect(page.getByText(/^“.*” is imported\.$/)).toBeVisible();
  const library = path.join(userData, 'library');
  expect(fs.readdirSync(library)).toHaveLength(1);

  /** Starts the program again, in the folder of the files. It ends once it has passed its arguments on. */
  async function startAgain(name: string): Promise<void> {
    const [program = '', ...args] = startArguments(userData);
    const second = spawn(program, [...args, name], { cwd: folder, stdio: 'ignore' });
    await once(second, 'exit');
  }
  await goTo(page, 'Data');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  await startAgain('Mein Lauf.pixelcnn');
  await expect.poll(() => fs.readdirSync(library)).toHaveLength(2);
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
  await expect(page.getByText(/^“.*” is imported\.$/)).toBeVisible();

  fs.writeFileSync(path.join(folder, 'bad.pixelcnn'), 'no run');
  await startAgain('bad.pixelcnn');
  await expect(page.getByRole('alert')).toContainText('bad.pixelcnn');
  expect(fs.readdirSync(library)).toHaveLength(2);
});

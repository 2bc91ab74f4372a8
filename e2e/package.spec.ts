import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'playwright/test';
import { allowDebugging } from './allow-debugging';
import { test } from './studio';

const root = fileURLToPath(new URL('..', import.meta.url));

test('the packed program trains in another folder, without Node on the machine, and refuses debuggers', async ({
  launch,
  userData,
}) => {
  execFileSync(process.execPath, ['electron/setup/package.mjs', '--unpacked'], { cwd: root, stdio: 'pipe' });
  const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), 'another folder '));
  const noPrograms = path.join(elsewhere, 'no programs');
  const packed = path.join(elsewhere, 'PixelCNN Studio');
  try {
    fs.mkdirSync(noPrograms);
    // Links are copied as they are: those to TensorFlow's libraries must not lead back to where it was packed.
    fs.cpSync(path.join(root, 'dist/package/linux-unpacked'), packed, {
      recursive: true,
      verbatimSymlinks: true,
    });
    const { DISPLAY = '' } = process.env;
    const executable = path.join(packed, 'pixelcnn-studio');
    for (const way of ['--inspect=0', '--remote-debugging-port=0', '--remote-debugging-pipe']) {
      const args = ['--no-sandbox', way, `--user-data-dir=${userData}`];
      const { status, stderr } = spawnSync(executable, args, { encoding: 'utf8' });
      expect(status, way).toBe(1);
      expect(stderr, way).toContain('the packed program refuses');
    }
    expect(installersIn(packed)).toEqual([]);
    await allowDebugging(packed, 'pixelcnn-studio-window');
    const { page, app } = await launch({
      executable,
      env: {
        ...{ DISPLAY, HOME: elsewhere, PATH: noPrograms, NODE_OPTIONS: '--require=/no/such/file.js' },
        // sharp reports hundreds of errors in a process that holds the system's GLib, as Electron's does.
        LD_PRELOAD: 'libgobject-2.0.so.0',
      },
    });

    await page.getByRole('button', { name: 'Use example images' }).click();
    await expect(page.getByText('1,500 images')).toBeVisible();
    await page.getByRole('link', { name: 'Train' }).click();
    await page.getByLabel('Steps', { exact: true }).fill('3');
    await page.getByRole('button', { name: 'Start training' }).click();
    await expect(page.getByText('Training finished.')).toBeAttached();

    expect(finishedRuns(path.join(userData, 'library'))).toEqual([3]);
    const jobs = jobProcesses(app.process().pid);
    expect(jobs.length).toBeGreaterThan(0);
    for (const job of jobs) {
      expect(fs.readlinkSync(`/proc/${job}/exe`)).toBe(path.join(packed, 'resources/node'));
      expect(fs.readFileSync(`/proc/${job}/maps`, 'utf8')).not.toContain('libgobject');
    }
    expect(fs.readFileSync(path.join(userData, 'logs/studio.log'), 'utf8')).not.toContain('GLib');
    await app.close();
  } finally {
    fs.rmSync(elsewhere, { recursive: true });
  }
});

/** The last step of each finished run. */
function finishedRuns(library: string): number[] {
  return fs.readdirSync(library).map((run) => {
    const { history } = JSON.parse(fs.readFileSync(path.join(library, run, 'run.json'), 'utf8'));
    return history.find(({ event }: { event: string }) => event === 'finished')?.step;
  });
}

/** The numbers of the running processes that a program started with the script of the jobs. */
function jobProcesses(program: number | undefined): string[] {
  const read = (file: string) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');
  return fs
    .readdirSync('/proc')
    .filter((id) => read(`/proc/${id}/status`).includes(`PPid:\t${program}\n`))
    .filter((id) => read(`/proc/${id}/cmdline`).includes('process.mjs'));
}

/** Packages that only install others. */
function installersIn(packed: string): string[] {
  const names = fs.readdirSync(packed, { recursive: true, encoding: 'utf8' });
  return names.filter((name) =>
    /node_modules\/(@mapbox|tar|rimraf|adm-zip|https-proxy-agent|npmlog)$/.test(name),
  );
}

/** A run from a stranger, made here: everything in it that the program reads is hostile. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { expect } from 'playwright/test';
import type { StudioBridge } from '../electron/api/contract';
import { answerDialogs, goTo, test } from './studio';

const example = fileURLToPath(new URL('../resources/example-run', import.meta.url));
const markup = '<img src="x" onerror="window.wasRun = true">';

/** Packs the example run with other parts. */
function pack(file: string, others: Record<string, Uint8Array>): void {
  const names = fs.readdirSync(example, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => fs.statSync(path.join(example, name)).isFile());
  const parts: Zippable = Object.fromEntries(
    files.map((name) => [name.split(path.sep).join('/'), fs.readFileSync(path.join(example, name))]),
  );
  fs.writeFileSync(file, zipSync({ ...parts, ...others }, { level: 0 }));
}

const readJson = (...place: string[]) =>
  JSON.parse(fs.readFileSync(path.join(example, ...place), 'utf8')) as object;
const json = (value: object) => strToU8(JSON.stringify(value));

test('a hostile run is only data: no text runs, no path is believed, no foreign picture is served', async ({
  share,
}, testInfo) => {
  const { app, page, library } = await share();
  const file = testInfo.outputPath('hostile.pixelcnn');
  const [gallery = ''] = fs.readdirSync(path.join(example, 'gallery'));
  const record = readJson('gallery', gallery, 'gallery.json');
  pack(file, {
    'run.json': json({ ...readJson('run.json'), name: markup, note: markup, dataFolder: '/etc' }),
    'samples/1600.png': strToU8('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    [`gallery/${gallery}/gallery.json`]: json({
      ...record,
      id: '../../../evil',
      run: '../../evil',
      model: markup,
    }),
    'gallery/broken/gallery.json': json({ ...record, seed: '/../../../evil' }),
  });
  await answerDialogs(app, [file]);
  await goTo(page, 'Runs');
  await page.getByRole('button', { name: 'Import run…' }).click();
  await expect(page.getByText(markup).first()).toBeVisible();

  const [run = ''] = fs.readdirSync(library).filter((name) => !name.startsWith('.'));
  const kept = JSON.parse(fs.readFileSync(path.join(library, run, 'run.json'), 'utf8'));
  expect(kept.dataFolder).toBe('');
  const found = await page.evaluate(async (id) => {
    const { studio } = window as unknown as { studio: StudioBridge };
    const listed = await studio.call('listGalleries', id);
    const addresses = ['1600.png', '100.png', '..%2frun.json', '%zz.png'];
    const served = addresses.map((name) =>
      fetch(`/samples/${id}/${name}`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    return {
      galleries: listed.ok ? listed.value.map((one) => [one.id, one.run]) : listed.error.code,
      served: await Promise.all(served),
    };
  }, run);
  expect(found).toEqual({ galleries: [[gallery, run]], served: [false, true, false, false] });
  await goTo(page, 'Gallery');
  await goTo(page, 'Inspect');
  expect(await page.evaluate(() => 'wasRun' in window)).toBe(false);
});

test('a run file with parts that lead elsewhere is refused by name, and leaves nothing', async ({
  share,
}, testInfo) => {
  const { app, page, library } = await share();
  await goTo(page, 'Runs');
  for (const name of ['../evil.json', '/etc/evil', 'gallery/../../evil.json']) {
    const file = testInfo.outputPath('leading.pixelcnn');
    pack(file, { [name]: strToU8('{}') });
    await answerDialogs(app, [file]);
    await page.getByRole('button', { name: 'Import run…' }).click();
    await expect(page.getByRole('alert').first()).toContainText('which is not part of a run');
    expect(fs.readdirSync(library)).toEqual([]);
  }
});

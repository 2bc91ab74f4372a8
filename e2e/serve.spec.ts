import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import { seriousFindings } from './accessibility';
import { dropFile, exampleImages, goTo } from './studio';
import { serveProgram, test, Tunnel } from './served-program';

/** Copies some of the example images, in folders by class. */
function fillFolder(folder: string): void {
  for (const name of ['0', '1', '2']) {
    fs.mkdirSync(path.join(folder, name), { recursive: true });
    for (const file of fs.readdirSync(path.join(exampleImages, name)).slice(0, 40))
      fs.copyFileSync(path.join(exampleImages, name, file), path.join(folder, name, file));
  }
}

/** Begins a long training of a small network. */
async function startTraining(page: Page): Promise<void> {
  await goTo(page, 'Train');
  for (const [label, value] of Object.entries({ Steps: '100000', Filters: '8', Blocks: '1' }))
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect.poll(() => stepOf(page)).toBeGreaterThan(10);
}

/** The step that the Train page shows. */
async function stepOf(page: Page): Promise<number> {
  const readout = page.locator('dl > div').filter({ has: page.locator('dt', { hasText: /^Step of/ }) });
  return Number((await readout.locator('dd').innerText()).replace(/,/g, ''));
}

test('a person trains, looks inside, draws and exports in a browser, through a tunnel that breaks', async ({
  home,
  serve,
  page,
}) => {
  const images = path.join(home, 'Sammlung ünd Größe', 'meine Ziffern');
  fillFolder(images);
  const { address } = await serve();
  const tunnel = new Tunnel(Number(new URL(address).port));
  const port = await tunnel.listen();
  await page.goto(address.replace(/:\d+/, `:${port}`));

  await page.getByRole('button', { name: 'Choose folder…' }).click();
  const view = page.getByRole('dialog');
  await view.getByRole('button', { name: 'Sammlung ünd Größe' }).click();
  await view.getByRole('button', { name: 'meine Ziffern' }).press('Enter');
  await expect(view.getByRole('button', { name: 'meine Ziffern' })).toHaveAttribute(
    'aria-current',
    'location',
  );
  expect(await seriousFindings(page)).toEqual([]);
  await view.getByRole('button', { name: 'Choose', exact: true }).click();
  await expect(page.getByText('120 images')).toBeVisible();
  await startTraining(page);

  tunnel.drop();
  await expect(page.getByText('The connection to the program is lost.')).toBeVisible();
  const before = await stepOf(page);
  tunnel.isOpen = true;
  await expect(page.getByText('The connection to the program is lost.')).toBeHidden();
  await expect.poll(() => stepOf(page)).toBeGreaterThan(before);
  await page.reload();
  await expect.poll(() => stepOf(page)).toBeGreaterThan(before);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('Training stopped.')).toBeAttached();

  await goTo(page, 'Inspect');
  const picture = page.getByRole('slider', { name: /^Picture/ });
  await picture.click({ position: { x: 100, y: 100 } });
  const pixel = await picture.getAttribute('aria-valuetext');
  await picture.press('ArrowRight');
  await expect(picture).not.toHaveAttribute('aria-valuetext', pixel ?? '');

  await goTo(page, 'Gallery');
  await page.getByLabel('Count', { exact: true }).fill('4');
  await page.getByRole('button', { name: 'Generate' }).click();
  await page.getByRole('button', { name: 'Export…' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('gallery.zip');
  const zip = fs.readFileSync(await download.path(), 'latin1');
  expect(zip.match(/seed\d+-\d+\.png/g)?.length).toBeGreaterThanOrEqual(4);
  tunnel.close();
});

test('Ctrl+C saves a training, and a second start says who has the library', async ({
  home,
  serve,
  page,
}) => {
  const { address, interrupt, process: first } = await serve();
  await page.goto(address);
  await page.getByRole('button', { name: 'Use example images' }).click();
  await expect(page.getByText('1,500 images')).toBeVisible();
  await startTraining(page);
  const refused = serveProgram(home);
  await expect(refused).rejects.toThrow('The program is open already.');
  await expect(refused).rejects.toThrow(`Process ${first.pid} on `);
  expect(await interrupt()).toBe(0);
  await expect(page.getByText('The connection to the program is lost.')).toBeVisible();
  const library = path.join(home, 'user data', 'library');
  const [run = ''] = fs.readdirSync(library);
  expect(JSON.parse(fs.readFileSync(path.join(library, run, 'run.json'), 'utf8'))).toMatchObject({
    status: 'stopped',
  });
  expect(fs.readdirSync(path.join(library, run, 'checkpoints')).length).toBeGreaterThan(0);
});

test('a second tab takes over, and the first can take it back', async ({ serve, page }) => {
  const { address } = await serve();
  await page.goto(address);
  await goTo(page, 'Runs');
  const other = await page.context().newPage();
  await other.goto(new URL('/', address).href);
  await expect(page.getByRole('dialog', { name: 'The program is open in another tab' })).toBeVisible();
  await goTo(other, 'Train');
  await page.getByRole('button', { name: 'Use it here' }).click();
  await goTo(page, 'Gallery');
  await expect(other.getByRole('dialog', { name: 'The program is open in another tab' })).toBeVisible();
});

test('the menu offers the actions and their keys work', async ({ serve, page }) => {
  const { address } = await serve();
  await page.goto(address);
  // The menu comes after the page.
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(page.getByRole('menuitem', { name: /^Train/ })).toBeEnabled();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('heading', { name: 'Train', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitemradio', { name: /^Light Theme/ }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Light Theme' })).toBeChecked();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
});

test('a dropped picture comes to the program, a folder is refused with advice', async ({ serve, page }) => {
  const { address } = await serve();
  await page.goto(address);
  await dropFile(page, exampleImages);
  await expect(page.getByRole('alert')).toContainText('copy it to the machine that trains');
  await dropFile(page, path.join(exampleImages, '0', fs.readdirSync(path.join(exampleImages, '0'))[0] ?? ''));
  await expect(page.getByRole('heading', { name: 'Inspect', level: 1 })).toBeVisible();
});

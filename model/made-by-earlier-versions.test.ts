/** Runs and galleries of 0.1.0 open, evaluate, resume, import and verify as they did there. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { evaluate } from './evaluate';
import { readGallery } from './gallery/gallery';
import { listGalleryRecords } from './gallery/gallery-record';
import { unpackRun } from './run/run-file';
import { readRunRecord } from './run/run-folder';
import { loadCheckpoint, loadWeights } from './run/checkpoint';
import { TrainingControl } from './training/control';
import { train } from './training/train';
import { verifyPicture } from './gallery/verify-picture';

const made = path.join(import.meta.dirname, 'testing/fixtures/made-by-0.1.0');
const images = path.join(made, 'images');
const quiet = () => undefined;

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'made-by-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

interface Line {
  file?: string;
  class?: string;
  nats_per_dim: number;
}
interface Step {
  step: number;
  training?: { nats: number };
  validation?: { nats: number };
}
const linesOf = <T>(file: string) =>
  fs
    .readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

describe.each(['plain', 'gated', 'plus-plus'])('%s', (name) => {
  const run = path.join(made, 'library', name);

  test('opens and evaluates every image as before', async () => {
    const record = readRunRecord(run);
    expect(record).toMatchObject({ format: 1, reading: 1, versions: { program: '0.1.0' } });
    const { loss, perImage } = await evaluate(loadWeights(run), images, quiet);
    const expected = linesOf<Line>(path.join(made, 'expected', `${name}-evaluated.jsonl`));
    const byFile = new Map(perImage.map(({ file, loss: { nats } }) => [file, nats]));
    const named = expected.filter(({ file }) => file !== undefined);
    expect(byFile.size).toBe(named.length);
    for (const { file = '', nats_per_dim } of named) expect(byFile.get(file)).toBeCloseTo(nats_per_dim, 5);
    const whole = expected.find((line) => line.file === undefined && line.class === undefined);
    expect(loss.nats).toBeCloseTo(whole?.nats_per_dim as number, 5);
  });

  test('resumes with the same images and steps as before', async () => {
    const copy = path.join(folder, name);
    fs.cpSync(run, copy, { recursive: true });
    await train(
      { runFolder: copy, resume: true, dataFolder: images, steps: 50 },
      { report: quiet, control: new TrainingControl() },
    );
    const steps = linesOf<Step>(path.join(copy, 'metrics.jsonl'));
    for (const { step, training, validation } of linesOf<Step>(
      path.join(made, 'expected', `${name}-resumed.jsonl`),
    )) {
      const ours = steps.find((line) => line.step === step && !line.training === !training);
      if (training) expect(ours?.training?.nats).toBeCloseTo(training.nats, 3);
      if (validation) expect(ours?.validation?.nats).toBeCloseTo(validation.nats, 3);
    }
  });

  test('is imported from its file, with the same weights', () => {
    const imported = path.join(folder, 'imported');
    unpackRun(path.join(made, `${name}.pixelcnn`), imported);
    expect(loadCheckpoint(imported)).toEqual(loadCheckpoint(run));
    expect(listGalleryRecords(imported)).toEqual(listGalleryRecords(run));
  });

  test('its galleries are shown and its pictures drawn again', async () => {
    for (const { id, count } of listGalleryRecords(run)) {
      expect((await readGallery(run, id)).pictures.count).toBe(count);
    }
    const pictures = fs.readdirSync(path.join(made, 'exported', name));
    expect(pictures).toHaveLength(6);
    for (const picture of pictures) {
      const verified = await verifyPicture(
        path.join(made, 'exported', name, picture),
        path.join(made, 'library'),
      );
      expect(verified).toMatchObject({ run: name, step: 40, different: 0 });
    }
  });
});

test('a run of a later format is refused as such', () => {
  const copy = path.join(folder, 'later');
  fs.mkdirSync(copy);
  fs.writeFileSync(path.join(copy, 'run.json'), JSON.stringify({ format: 99 }));
  expect(() => readRunRecord(copy)).toThrow(expect.objectContaining({ code: 'file-newer' }) as Error);
});

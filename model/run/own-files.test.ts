import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodePng } from '../images/decoding/image-codec';
import { parametersOf } from '../nets/model-shape';
import { readRunRecord, runPaths, sampleSteps } from './run-folder';
import { contentsOf } from '../testing/folder-contents';
import { storeRandomRun } from '../testing/random-run';
import { loadCheckpoint, saveCheckpoint, type Checkpoint } from './checkpoint';
import { removeSamplesAfter, writeSamples } from './samples';
import { checkpointFile, checkpointSteps } from './training-state';

const made = path.join(import.meta.dirname, '../testing/fixtures/made-by-0.1.0/library');
const pictures = { count: 1, height: 2, width: 2, channels: 1, levels: 2, pixels: Uint8Array.of(0, 1, 1, 0) };

let folder: string;
let run: string;
let zero: Checkpoint;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'own-files-'));
  run = path.join(folder, 'run');
  storeRandomRun(run, { filters: 4, blocks: 1 });
  zero = loadCheckpoint(run);
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const at = (...names: string[]) => path.join(run, ...names);
const save = (step: number, options = {}) =>
  saveCheckpoint(run, parametersOf(readRunRecord(run)), { ...zero, state: { ...zero.state, step } }, options);
/** Puts files into the run's folder. @returns their contents, which must stay */
function keep(files: Record<string, string | Buffer>): Record<string, string> {
  for (const [name, bytes] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(at(name)), { recursive: true });
    fs.writeFileSync(at(name), bytes);
  }
  return Object.fromEntries(Object.keys(files).map((name) => [name, fs.readFileSync(at(name), 'base64')]));
}

describe('checkpoints', () => {
  test('one whose state.json is damaged still belongs to the run and is replaced', () => {
    save(5, { keepEvery: 5 });
    fs.writeFileSync(checkpointFile(run, 5, 'state.json'), '{"step":');
    expect(() => loadCheckpoint(run)).toThrow(/checkpoint-damaged/);
    save(5);
    expect(loadCheckpoint(run).state.step).toBe(5);
  });

  test('the remains of an interrupted save or removal are removed', () => {
    save(5);
    fs.writeFileSync(`${checkpointFile(run, 5, 'optimizer.safetensors')}.0a1b2c.tmp`, 'half');
    // Interrupted before state.json was written, and after the weights were removed.
    for (const [step, missing] of [
      [6, 'state.json'],
      [7, 'weights.safetensors'],
    ] as const) {
      save(step);
      fs.rmSync(checkpointFile(run, step, missing));
    }
    save(8);
    expect(fs.readdirSync(at('checkpoints')).sort()).toEqual(['5', '8', 'last']);
    expect(loadCheckpoint(run, 5).state.step).toBe(5);
    save(9);
    expect(fs.readdirSync(at('checkpoints')).sort()).toEqual(['8', '9', 'last']);
  });

  test('only complete ones are listed', () => {
    save(5);
    keep({ 'checkpoints/123/letter.txt': 'mine', 'checkpoints/007/state.json': '{}' });
    for (const missing of ['state.json', 'weights.safetensors', 'optimizer.safetensors'] as const) {
      save(6);
      fs.rmSync(checkpointFile(run, 6, missing));
      expect(checkpointSteps(run).filter((step) => step >= 5)).toEqual([5]);
    }
  });
});

describe('checkpoints beside files that the run did not make', () => {
  test('folders and files that the run did not make stay, whatever their names', () => {
    save(5);
    const state = JSON.stringify({ ...zero.state, step: 99 });
    const kept = keep({
      'checkpoints/123/letter.txt': 'mine',
      'checkpoints/124/state.json': state,
      'checkpoints/125/state.json': '{}',
      'checkpoints/126/weights.safetensors': 'mine',
      'checkpoints/007/state.json': JSON.stringify({ ...zero.state, step: 7 }),
      'checkpoints/8': 'a file',
      'checkpoints/5/letter.txt': 'inside a checkpoint of the run',
      'checkpoints/notes': 'mine',
      'thesis.txt': 'mine',
    });
    fs.cpSync(at('checkpoints/5'), at('checkpoints/55'), { recursive: true });
    fs.mkdirSync(at('checkpoints/127'));
    save(10);
    save(15);
    save(20);
    expect(contentsOf(run)).toMatchObject(kept);
    expect(fs.readdirSync(at('checkpoints/5'))).toEqual(['letter.txt']);
    expect(fs.readdirSync(at('checkpoints/55'))).toContain('weights.safetensors');
    expect(fs.existsSync(at('checkpoints/127'))).toBe(true);
    expect(fs.existsSync(at('checkpoints/10'))).toBe(false);
  });

  test('a linked folder does not belong to the run', () => {
    const elsewhere = path.join(folder, 'elsewhere');
    save(5);
    fs.cpSync(at('checkpoints/5'), elsewhere, { recursive: true });
    const before = contentsOf(elsewhere);
    save(6);
    save(7);
    fs.symlinkSync(elsewhere, at('checkpoints/5'));
    save(8);
    expect(contentsOf(elsewhere)).toEqual(before);
  });
});

describe('files that the run did not make in the folder of a checkpoint', () => {
  test('a save into a folder that holds a foreign file is refused by name and leaves the run unchanged', () => {
    save(5);
    const kept = keep({ 'checkpoints/10/weights.safetensors': 'mine' });
    expect(() => save(10)).toThrow(
      expect.objectContaining({
        code: 'file-foreign',
        facts: { file: at('checkpoints/10/weights.safetensors') },
      }),
    );
    expect(contentsOf(run)).toMatchObject(kept);
    expect(loadCheckpoint(run).state.step).toBe(5);
  });

  test('a checkpoint is saved beside other files in its folder', () => {
    const kept = keep({ 'checkpoints/10/letter.txt': 'mine' });
    save(10);
    expect(loadCheckpoint(run).state.step).toBe(10);
    expect(contentsOf(run)).toMatchObject(kept);
    // A second save, as after an evaluation, replaces its own files.
    save(10, { best: true });
  });
});

describe('samples', () => {
  test('pictures that the run did not draw stay, whatever their names', async () => {
    for (const step of [0, 5, 10]) await writeSamples(run, step, pictures);
    const other = await encodePng(new Uint8Array(4), { height: 2, width: 2, channels: 1 });
    const text = { Software: 'PixelCNN Studio', Step: '7' };
    const kept = keep({
      'samples/400.png': other,
      'samples/401.png': 'no picture',
      'samples/402.png': await encodePng(new Uint8Array(4), { height: 2, width: 2, channels: 1 }, text),
      'samples/010.png': other,
      'samples/mine.png': other,
    });
    fs.mkdirSync(at('samples/500.png'));
    removeSamplesAfter(run, 4);
    expect(contentsOf(run)).toMatchObject(kept);
    expect(sampleSteps(run)).toEqual([0, 400, 401, 402, 500]);
  });

  test('a sheet replaces its own picture but no other', async () => {
    const kept = keep({ 'samples/400.png': 'mine' });
    await expect(writeSamples(run, 400, pictures)).rejects.toMatchObject({
      code: 'file-foreign',
      facts: { file: at('samples/400.png') },
    });
    expect(contentsOf(run)).toMatchObject(kept);
    await writeSamples(run, 5, pictures);
    await writeSamples(run, 5, pictures);
  });
});

test.each(['plain', 'gated', 'plus-plus'])('a %s run of 0.1.0 cleans up what that version made', (name) => {
  fs.rmSync(run, { recursive: true });
  fs.cpSync(path.join(made, name), run, { recursive: true });
  const steps = checkpointSteps(run);
  const kept = keep({ 'checkpoints/30/letter.txt': 'mine', 'samples/35.png': 'mine' });
  zero = loadCheckpoint(run);
  save(60, { best: true });
  save(70, { best: true });
  expect(checkpointSteps(run)).toEqual([60, 70]);
  expect(steps.length).toBeGreaterThan(0);
  for (const step of steps) expect(fs.existsSync(runPaths(run).checkpoint(step))).toBe(false);
  expect(sampleSteps(run).length).toBeGreaterThan(1);
  removeSamplesAfter(run, -1);
  expect(sampleSteps(run)).toEqual([35]);
  expect(contentsOf(run)).toMatchObject(kept);
});

/**
 * Measures the command line in a new process, with its files in the system's cache: inspecting a pixel with a small
 * run.
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { encodePng } from '../images/decoding/image-codec';
import { jobFile } from '../kernel/job-files';
import { parametersOf } from '../nets/model-shape';
import { flattenWeights } from '../nets/parameters';
import { saveCheckpoint, untrained } from '../run/checkpoint';
import { createRun } from '../run/create-run';
import { figures, timesOf, type Figures } from './measure';
import { freshRun, presetSettings } from './random-pictures';

export async function benchStart(): Promise<Record<string, Figures>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'start-'));
  try {
    const settings = presetSettings('tiny');
    const { record, weights } = freshRun(settings);
    const specs = parametersOf(record);
    createRun(folder, { name: 'start', preset: 'tiny', settings, dataFolder: '' });
    saveCheckpoint(folder, specs, untrained(flattenWeights(specs, weights), settings));
    const image = path.join(folder, 'image.png');
    fs.writeFileSync(image, await encodePng(new Uint8Array(256), { height: 16, width: 16, channels: 1 }));
    const args = ['inspect', '--run', folder, '--image', image, '--x', '7', '--y', '6', '--json'];
    const cli = jobFile('cli.mjs');
    const run = promisify(childProcess.execFile);
    return { inspect: figures('s', await timesOf(5, () => run(process.execPath, [cli, ...args])), 1e-3) };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/**
 * Measures the engine on this machine, and its peers where they are available.
 *
 *   npm run bench -- [--only training] [--peers] [--json FILE] [--readme]
 */
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeFileWhole } from '../files/write-file';
import { benchImages } from './images-bench';
import { benchInspection } from './inspection-bench';
import type { Figures } from './measure';
import { benchMemory } from './memory-bench';
import { noPeers, preparePeers } from './peers';
import { writeBetween } from './readme-part';
import { benchSampling } from './sampling-bench';
import { benchStart } from './start-bench';
import { benchTraining } from './training-bench';
import { benchWindow } from './window-bench';

const { values: given } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    peers: { type: 'boolean', default: false },
    json: { type: 'string' },
    readme: { type: 'boolean', default: false },
  },
});

const log = (line: string) => console.log(line);
const ready = given.peers ? await preparePeers(log) : noPeers;

const parts: Record<string, () => Promise<Record<string, Figures>> | Record<string, Figures>> = {
  training: () => benchTraining(ready),
  sampling: () => benchSampling(ready),
  inspection: benchInspection,
  images: benchImages,
  start: benchStart,
  memory: benchMemory,
  window: benchWindow,
};
const unknown = given.only?.find((name) => !(name in parts));
if (unknown !== undefined) {
  throw new RangeError(`--only takes ${Object.keys(parts).join(', ')}, not ${unknown}`);
}

const results: Record<string, Record<string, Figures>> = {};
for (const [name, run] of Object.entries(parts)) {
  if (given.only && !given.only.includes(name)) continue;
  results[name] = await run();
  log(tableOf({ [name]: results[name] }));
}
const machine = `${os.cpus().length} cores of ${os.cpus()[0]?.model.trim()}, ${os.platform()} ${os.arch()}`;
log(`Measured on ${machine}, load ${os.loadavg()[0]?.toFixed(1)} at the end.`);
if (given.json) {
  const file = path.resolve(given.json);
  writeFileWhole(file, `${JSON.stringify({ ...results, machine }, null, 2)}\n`);
}
if (given.readme) {
  writeBetween(
    'bench',
    'npm run bench -- --peers --readme',
    `${tableOf(results)}\n\nMeasured on ${machine}.`,
  );
}

/** A table of medians, with the least and the most in brackets. */
function tableOf(results: Record<string, Record<string, Figures>>): string {
  const rows = Object.entries(results).flatMap(([part, cases]) =>
    Object.entries(cases).flatMap(([name, all]) =>
      Object.entries(all)
        .filter(([figure]) => !/_(min|max)$/.test(figure))
        .map(([figure, value]) => {
          const [least, most] = [all[`${figure}_min`], all[`${figure}_max`]];
          const spread =
            least === undefined || most === undefined ? '' : ` (${short(least)} – ${short(most)})`;
          return `| ${part} | ${name} | ${figure} | ${short(value)}${spread} |`;
        }),
    ),
  );
  return ['| part | case | figure | median (least – most) |', '| --- | --- | --- | ---: |', ...rows].join(
    '\n',
  );
}

function short(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(3)));
}

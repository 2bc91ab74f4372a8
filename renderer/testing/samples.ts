/** Small sample data for component tests. */
import type { GallerySummary } from '../../electron/api/gallery';
import type { ImageInspection } from '../../electron/api/inspection';
import type { Preferences } from '../../electron/api/program';
import type { RunDetail, RunSummary } from '../../electron/api/runs';
import { unshaped } from '../../model/likelihood/shaping-options';
import type { Pictures, StepDone } from '../../model/events';
import type { CausalityReport, DatasetReport, LossSeries } from '../../model/reports';
import { defaultSettings } from '../../model/settings';
import { unreadPreferences } from '../shell/preferences.svelte';

export function somePictures(count: number, side = 2, levels = 4): Pictures {
  const pixels = Uint8Array.from({ length: count * side * side }, (_, i) => i % levels);
  return { count, height: side, width: side, channels: 1, levels, pixels };
}

export function someRun(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    id: 'run-1',
    name: 'Digits',
    note: '',
    created: Date.UTC(2026, 10, 24, 8, 33),
    status: 'finished',
    settings: defaultSettings,
    classNames: [],
    references: { uniform: 2, histogram: 1.2, png: 3.4 },
    dataFolder: '/pictures/digits',
    imagesDigest: 'a1',
    sampleStep: 300,
    step: 300,
    lastStep: 300,
    stepsPerEpoch: 30,
    training: { nats: 0.3, bits: 0.43 },
    bestValidation: { nats: 0.31, bits: 0.447 },
    bytes: 4_200_000,
    hasCheckpoint: true,
    isExample: false,
    damaged: null,
    ...changes,
  };
}

export function someStep(step: number): StepDone {
  return {
    type: 'step-done',
    step,
    epoch: 1,
    milliseconds: 1,
    training: { nats: 1, bits: 1.4 },
    learningRate: 1e-3,
    imagesPerSecond: 10,
    millisecondsLeft: 10,
  };
}

export function curveOf(steps: readonly number[], values: readonly number[]) {
  return { steps: Float64Array.from(steps), values: Float64Array.from(values) };
}

export function lossesOf(
  steps: readonly number[] = [],
  training: readonly number[] = [],
  validationSteps: readonly number[] = [],
  validation: readonly number[] = [],
): LossSeries {
  return {
    steps: Float64Array.from(steps),
    training: Float64Array.from(training),
    validationSteps: Float64Array.from(validationSteps),
    validation: Float64Array.from(validation),
    means: null,
  };
}

export function someDetail(summary: RunSummary): RunDetail {
  return {
    summary,
    losses: lossesOf([1, 2], [1.9, 1.7], [0, 2], [2, 1.8]),
    sampleSteps: [0],
  };
}

export function someReport(changes: Partial<DatasetReport> = {}): DatasetReport {
  return {
    folder: '/pictures/digits',
    images: 1000,
    classes: [
      { name: 'seven', images: 600 },
      { name: 'nine', images: 400 },
    ],
    skipped: [{ file: 'notes.txt', reason: 'not-an-image', detail: '' }],
    notes: [],
    excludedClasses: [],
    excludedFiles: [],
    preview: { pictures: somePictures(2), files: ['seven/1.png', 'nine/1.png'] },
    ...changes,
  };
}

export function someInspection(question: number, side = 2): ImageInspection {
  return {
    question,
    step: 300,
    className: '',
    pictures: somePictures(1, side),
    surprise: new Float32Array(side * side).fill(1),
    entropy: new Float32Array(side * side).fill(0.5),
    expected: new Float32Array(side * side).fill(1),
    likeliest: new Uint8Array(side * side),
    bitsPerDim: 1,
  };
}

export function someCausality(): CausalityReport {
  return { forbidden: 0, height: 2, width: 2, seen: { x: 1, y: 1, pixels: Uint8Array.of(1, 0, 1, 0) } };
}

export function someGallery(changes: Partial<GallerySummary> = {}): GallerySummary {
  return {
    id: 'gallery-1',
    run: 'run-1',
    created: Date.UTC(2026, 10, 24, 9),
    count: 4,
    seed: 1,
    ...unshaped,
    start: 'blank',
    className: null,
    completion: null,
    grid: null,
    stars: [],
    height: 2,
    width: 2,
    model: 'Digits',
    program: '0.1.0',
    step: 300,
    firstImage: 0,
    given: null,
    complete: true,
    ...changes,
  };
}

export function somePreferences(changes: Partial<Preferences> = {}): Preferences {
  return { ...unreadPreferences, theme: 'dark', ...changes };
}

import { expect, test } from 'vitest';
import type { TrainingEvent } from '../../model/events';
import { fakeBridge } from '../testing/fake-bridge';
import { lossesOf, someDetail, somePictures, someRun } from '../testing/samples';
import { RunView } from './run-view.svelte';

const loss = (bits: number) => ({ bits, nats: bits * Math.LN2 });

function stepDone(step: number, bits: number): TrainingEvent {
  return {
    type: 'step-done',
    step,
    epoch: step / 10,
    milliseconds: step * 20,
    training: loss(bits),
    learningRate: 1e-3,
    imagesPerSecond: 500,
    millisecondsLeft: 1000,
  };
}

function evaluated(step: number, bits: number): TrainingEvent {
  return { type: 'evaluated', step, milliseconds: step * 20, validation: loss(bits), best: false };
}

function started(step: number): TrainingEvent {
  return {
    type: 'run-started',
    step,
    lastStep: 10,
    stepsPerEpoch: 10,
    parameters: 100,
    trainingImages: 9,
    validationImages: 1,
    references: { uniform: 2, histogram: 1.2, png: 3.4 },
    isAveraged: false,
  };
}

test('batches append to the columns in order', () => {
  const view = new RunView('a');
  view.append([started(0), evaluated(0, 2), stepDone(1, 1.9)]);
  view.append([stepDone(2, 1.8), evaluated(2, 1.85), stepDone(3, 1.7)]);
  expect(view.losses).toEqual(lossesOf([1, 2, 3], [1.9, 1.8, 1.7], [0, 2], [2, 1.85]));
  expect(view.latestStep?.step).toBe(3);
  expect(view.best).toEqual({ bits: 1.85, step: 2 });
});

test('events during the reading of the past come after it, and nothing twice', async () => {
  fakeBridge({ openRun: () => someDetail(someRun({ id: 'a' })) });
  const view = new RunView('a');
  const reading = view.read();
  view.append([stepDone(2, 1.7), stepDone(3, 1.6), evaluated(4, 1.5)]);
  await reading;
  expect(view.losses).toEqual(lossesOf([1, 2, 3], [1.9, 1.7, 1.6], [0, 2, 4], [2, 1.8, 1.5]));
});

test('a long run comes thinned, with its means, and a stretch of it in full', async () => {
  const losses = {
    ...lossesOf([1, 100, 256, 300, 512], [9, 2, 5, 1, 3], [0], [2]),
    means: { steps: Float64Array.of(256, 512), training: Float64Array.of(4, 2.5) },
  };
  const asked: unknown[] = [];
  fakeBridge({
    openRun: () => ({ ...someDetail(someRun({ id: 'a' })), losses }),
    lossStretch: (...stretch) => {
      asked.push(stretch);
      return { steps: Float64Array.of(10, 11, 12), training: Float64Array.of(3, 2, 1) };
    },
  });
  const view = new RunView('a');
  view.append([stepDone(513, 7)]);
  await view.read();
  expect(Array.from(view.losses.steps)).toEqual([1, 100, 256, 300, 512, 513]);
  expect(Array.from(view.losses.means?.training ?? [])).toEqual([4, 2.5, 7]);
  view.append([stepDone(514, 8)]);
  expect(Array.from(view.losses.means?.steps ?? [])).toEqual([256, 512, 513, 514]);
  await view.readDetail({ from: 10, to: 12 });
  expect(asked).toEqual([['a', 10, 12]]);
  expect(view.detail).toMatchObject({ from: 10, to: 12, steps: Float64Array.of(10, 11, 12) });
  await view.readDetail(null);
  expect(view.detail).toBeNull();
});

test('a resumed run drops the steps after its checkpoint', () => {
  const view = new RunView('a');
  const sample = (step: number): TrainingEvent => ({
    type: 'samples-drawn',
    step,
    pictures: somePictures(1),
  });
  view.append([
    stepDone(1, 1.9),
    stepDone(2, 1.8),
    evaluated(2, 1.8),
    sample(0),
    sample(2),
    stepDone(3, 1.7),
  ]);
  view.append([started(1), stepDone(2, 1.81)]);
  expect(view.losses).toEqual(lossesOf([1, 2], [1.9, 1.81]));
  expect(view.sampleSteps).toEqual([0]);
});

test('a preparation lasts until the next event', () => {
  const view = new RunView('a');
  view.append([{ type: 'preparing', what: 'reading images', done: 3, total: 9 }]);
  expect(view.preparing).toMatchObject({ done: 3, total: 9 });
  view.append([started(0)]);
  expect(view.preparing).toBeNull();
});

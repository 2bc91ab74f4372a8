/** Services for training, one run at a time. */
import type { TrainingEvent } from '../../../model/events';
import { device } from '../../../model/machine/device';
import { trainingMemory } from '../../../model/machine/graphics-card';
import { usage } from '../../../model/machine/usage';
import { TrainingControl } from '../../../model/training/control';
import { train } from '../../../model/training/train';
import type { Services } from '../serve';
import { batched } from '../throttle';

/** The control of the current training. */
let control: TrainingControl | undefined;

/** Stops the current training with a checkpoint. */
export function stopTraining(): undefined {
  control?.stop();
}

export const trainingServices = {
  async train(request, { report }) {
    control = new TrainingControl();
    const reports = batched<TrainingEvent>(report);
    try {
      await train(request, { report: reports.add, control });
    } finally {
      control = undefined;
      reports.flush();
    }
    return null;
  },
  async pauseTraining() {
    await control?.pause();
    return undefined;
  },
  continueTraining() {
    control?.continue();
    return undefined;
  },
  stopTraining,
  stopAfterEpoch({ isWanted }) {
    control?.stopAfterEpoch(isWanted);
    return undefined;
  },
  sampleNow() {
    control?.sampleNow();
    return undefined;
  },
  trainingUsage: () => usage(),
  trainingMemory: () => trainingMemory(),
  readDevice: () => device(),
  snapshot: () => control?.snapshot() ?? null,
} satisfies Partial<Services>;

/** Descriptions of a run. */
import type { TrainingPhase } from '../../electron/api/training';
import type { RunStatus } from '../../model/events';
import { architectureOf } from '../../model/nets/architectures';
import type { Settings } from '../../model/settings';
import { counted } from './quantities';

const colourWords: Record<Settings['colour'], (levels: number) => string> = {
  grey: (levels) => counted(levels, 'level'),
  rgb: (levels) => `RGB, ${counted(levels, 'level')}`,
  palette: (levels) => `palette of ${levels}`,
};

/** The settings that distinguish runs, on one line. */
export function settingsLine(settings: Settings): string {
  return [
    architectureOf(settings).label,
    `${settings.size} × ${settings.size} px`,
    colourWords[settings.colour](settings.levels),
    ...(settings.classes === 'folders' ? ['classes'] : []),
    counted(settings.filters, 'filter'),
    counted(settings.blocks, 'block'),
    `batch ${settings.batchSize}`,
    `rate ${settings.learningRate}`,
    `seed ${settings.seed}`,
  ].join(' · ');
}

/** The name of a class is that of its folder; images beside the folders have none. */
export function classWords(name: string): string {
  return name || 'No subfolder';
}

/** A status in words; empty while nothing is trained. */
export const statusWords: Record<RunStatus | TrainingPhase, string> = {
  idle: '',
  starting: 'Starting',
  running: 'Running',
  pausing: 'Pausing',
  paused: 'Paused',
  stopping: 'Stopping',
  finished: 'Finished',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  failed: 'Failed',
  imported: 'Imported',
};

/** The same, with an ellipsis for what is not complete yet. */
export function statusLabel(status: RunStatus | TrainingPhase): string {
  const isUnderWay = status === 'pausing' || status === 'stopping';
  return `${statusWords[status]}${isUnderWay ? '…' : ''}`;
}

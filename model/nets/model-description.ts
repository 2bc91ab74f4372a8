import type { RunRecord } from '../run/run-folder';

/** What a run's record says of its network: the settings, and what the images added to them. */
export type ModelDescription = Pick<RunRecord, 'settings' | 'classNames' | 'palette'>;

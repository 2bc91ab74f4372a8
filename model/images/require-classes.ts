import { StudioError } from '../errors';
import type { Settings } from '../settings';
import { classify, Exclusion } from './classes';
import { listImageFiles } from './image-folder';
import { currentReading } from './reading-rules';

/**
 * Refuses a new run that is to know classes on a folder that has none. It goes by names alone, so that it can be asked
 * before anything is made; a class whose files turn out to be no pictures shows when they are read.
 * @param excluded as in `Exclusion`
 * @throws StudioError folder-unreachable, too-few-classes
 */
export async function requireClasses(
  folder: string,
  { classes }: Pick<Settings, 'classes'>,
  excluded: readonly string[] = [],
): Promise<void> {
  if (classes !== 'folders') return;
  const exclusion = new Exclusion(excluded, currentReading);
  const { files } = await listImageFiles(folder, currentReading);
  const used = files.filter((file) => !exclusion.has(file));
  const { classNames } = classify(used, currentReading);
  if (classNames.length < 2) throw new StudioError('too-few-classes', { folder, classes: classNames });
}

import { StudioError } from '../errors';
import type { Settings } from '../settings';
import { classify, Exclusion } from './classes';
import { listImageFiles } from './image-folder';
import { currentReading } from './reading-rules';

/**
 * Refuses a new run with classes on a folder that has fewer than two. It checks only names, so that it can run before
 * the run's folder is made; reading the images shows later whether a class has usable files.
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

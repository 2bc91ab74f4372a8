import { StudioError } from './errors';
import type { RunRecord } from './run-folder';

/** The number a run's network knows a class by. @throws StudioError class-unknown */
export function classNumber({ classNames }: Pick<RunRecord, 'classNames'>, className: string): number {
  const number = classNames.indexOf(className);
  if (number < 0) throw new StudioError('class-unknown', { className, known: [...classNames] });
  return number;
}

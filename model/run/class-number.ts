import { StudioError } from '../errors';

/** The number a run's network knows a class by. @throws StudioError class-unknown */
export function classNumber({ classNames }: { classNames: readonly string[] }, className: string): number {
  const exact = classNames.indexOf(className);
  // A name typed here and a folder's name from a Mac are often written differently in Unicode.
  const isSame = (known: string) => known.normalize() === className.normalize();
  const number = exact < 0 ? classNames.findIndex(isSame) : exact;
  if (number < 0) throw new StudioError('class-unknown', { className, known: [...classNames] });
  return number;
}

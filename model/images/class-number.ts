import { StudioError } from '../errors';

/** The index of a class in a run's network. @throws StudioError class-unknown */
export function classNumber({ classNames }: { classNames: readonly string[] }, className: string): number {
  const exact = classNames.indexOf(className);
  // A typed name and a folder's name from a Mac often differ in Unicode normalisation.
  const isSame = (known: string) => known.normalize() === className.normalize();
  const number = exact < 0 ? classNames.findIndex(isSame) : exact;
  if (number < 0) throw new StudioError('class-unknown', { className, known: [...classNames] });
  return number;
}

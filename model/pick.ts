/** Returns an object with these entries of a larger one. */
export function pick<T extends object, N extends keyof T>(all: T, names: readonly N[]): Pick<T, N> {
  return Object.fromEntries(names.map((name) => [name, all[name]])) as Pick<T, N>;
}

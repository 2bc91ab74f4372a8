/** The entries of these names alone, of a value that has more. */
export function pick<T extends object, N extends keyof T>(all: T, names: readonly N[]): Pick<T, N> {
  return Object.fromEntries(names.map((name) => [name, all[name]])) as Pick<T, N>;
}

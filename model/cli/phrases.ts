/** Formats numbers and arguments for lines that a person reads. */

export function decimal(value: number, digits: number): string {
  return value.toFixed(digits);
}

export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A duration in at most two units: 3 h 20 min, 4 min 5 s, 7 s. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours) return `${hours} h ${minutes % 60} min`;
  return minutes ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/** An argument quoted for a shell, where necessary. */
export function quoted(argument: string): string {
  return /^[\w./:-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

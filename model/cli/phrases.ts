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

/** Control characters, and those that reverse the direction of writing. */
const unprintable = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A line with what would steer a terminal, or begin another line, escaped. Names of files and texts in them come from
 * anyone.
 */
export function printable(line: string): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return line.replace(unprintable, (character) => (character === '\n' ? '\\n' : escaped(character)));
}

/** An argument quoted for a shell, where necessary. */
export function quoted(argument: string): string {
  return /^[\w./:-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

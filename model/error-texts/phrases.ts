/** Makes a sentence of a reason, which a library may have written in any form. */
export function sentence(reason: string): string {
  const trimmed = reason.trim();
  const begun = trimmed.slice(0, 1).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

/** Formats a time in milliseconds since 1970, in the time zone of this machine. */
export function timeText(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
}

/** Formats a value as a person wrote it, with text in quotation marks. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
}

/** Formats an amount of memory or disk, at least 1 MB. */
export function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}

/** Lists steps with their noun: "steps 2, 3". */
export function stepsOf(steps: number[]): string {
  return `${steps.length > 1 ? 'steps' : 'step'} ${steps.join(', ')}`;
}

/** Lists the first five of some files after a label; empty without files. */
export function named(what: string, files: string[]): string {
  if (!files.length) return '';
  const more = files.length > 5 ? ` and ${files.length - 5} more` : '';
  return `${what}: ${files.slice(0, 5).join(', ')}${more}`;
}

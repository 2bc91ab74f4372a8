/** Amounts as text. */
const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const rounded = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const dated = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** 10520 -> 10,520 */
export function whole(value: number): string {
  return grouped.format(value);
}

/** A loss or an information content: three decimals, without its unit. */
export function bits(value: number): string {
  return value.toFixed(3);
}

/** The same, or a dash where there is none. */
export function bitsOrDash(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : bits(value);
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Three significant digits: 0.431, 12.3, 1,230. */
export function significant(value: number): string {
  return rounded.format(value);
}

/** 4.2 MB, in powers of ten as the system's file manager counts. */
export function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let power = 0;
  while (value >= 999.5 && power < units.length - 1) {
    value /= 1000;
    power++;
  }
  return `${rounded.format(value)} ${units[power]}`;
}

/** 0:07, 12:40, 3 h 05 min, 2 d 4 h */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  if (hours >= 48) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  if (hours >= 1) return `${hours} h ${two(minutes % 60)} min`;
  return `${minutes}:${two(seconds % 60)}`;
}

/** An approximate time: 40 s, 6 min, 3 h, 12 days */
export function roughly(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  const short = (value: number) => whole(Number(value.toPrecision(value < 10 ? 1 : 2)));
  if (minutes < 1) return `${short(Math.max(1, milliseconds / 1000))} s`;
  if (minutes < 90) return `${short(minutes)} min`;
  if (minutes < 48 * 60) return `${short(minutes / 60)} h`;
  return `${short(minutes / 60 / 24)} days`;
}

/** 24 Nov 2026, 08:33 */
export function moment(milliseconds: number): string {
  return dated.format(milliseconds);
}

/** 1 picture, 16 pictures */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

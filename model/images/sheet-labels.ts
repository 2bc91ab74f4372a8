/** Draws the labels beside the rows and above the columns of a sheet of pictures, as grey values. */
import sharp from 'sharp';

export interface SheetLabels {
  /** What the rows or columns vary, in the corner of the sheet. */
  corner: string;
  rows: readonly string[];
  columns: readonly string[];
}

/** Space reserved for the labels, in points. */
export interface LabelRoom {
  left: number;
  top: number;
}

const fontSize = 13;
/** The approximate width of a letter. */
const letterWidth = 0.62 * fontSize;
const longest = 24;

/** The space that labels need. */
export function labelRoom({ corner, rows }: SheetLabels): LabelRoom {
  const letters = Math.max(...[corner, ...rows].map((text) => Math.min(longest, [...text].length)));
  return { left: Math.ceil(letters * letterWidth) + 16, top: 2 * fontSize };
}

/**
 * Draws a sheet with only the labels, black on white.
 * @param cell the distance from one picture to the next, in points
 * @returns [height, width], one byte each
 */
export async function drawLabels(
  { corner, rows, columns }: SheetLabels,
  { left, top }: LabelRoom,
  cell: { height: number; width: number },
  { height, width }: { height: number; width: number },
): Promise<Uint8Array> {
  const baseline = (middle: number) => Math.round(middle + fontSize * 0.35);
  const text = (words: string, x: number, y: number, anchor: 'end' | 'middle') =>
    `<text x="${x}" y="${baseline(y)}" text-anchor="${anchor}">${escaped(shortened(words))}</text>`;
  const words = [
    text(corner, left - 8, top / 2, 'end'),
    ...spaced(columns, cell.width, letterWidth * Math.max(...columns.map(({ length }) => length)) + 4).map(
      ([column, index]) => text(column, left + (index + 0.5) * cell.width, top / 2, 'middle'),
    ),
    ...spaced(rows, cell.height, fontSize).map(([row, index]) =>
      text(row, left - 8, top + (index + 0.5) * cell.height, 'end'),
    ),
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/><g font-family="sans-serif" font-size="${fontSize}">${words.join('')}</g></svg>`;
  const { data } = await sharp(Buffer.from(svg), { limitInputPixels: false })
    .flatten({ background: 'white' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return data;
}

/** The labels that fit without touching each other, with their indices: the first, then at even steps. */
function spaced(words: readonly string[], apart: number, needed: number): [string, number][] {
  const every = Math.max(1, Math.ceil(needed / apart));
  return words
    .map((word, index): [string, number] => [word, index])
    .filter(([, index]) => index % every === 0);
}

function shortened(words: string): string {
  const letters = [...words];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : words;
}

function escaped(words: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  // XML allows no control characters.
  return words.replace(/\p{Cc}/gu, ' ').replace(/[&<>"]/g, (sign) => entities[sign] as string);
}

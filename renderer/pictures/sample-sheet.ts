/** The sample pictures of a run, read from the sheet that the program wrote at a step. */
import type { Settings } from '../../model/settings';
import type { Colours } from './pixel-colours';

export type SheetForm = Pick<Settings, 'size' | 'sampleCount'>;

export function sheetAddress(run: string, step: number): string {
  return `/samples/${encodeURIComponent(run)}/${step}.png`;
}

/** Pictures in a row of the program's sheets, which are near square, with a line of one pixel between pictures. */
export function sheetColumns({ sampleCount }: SheetForm): number {
  return Math.ceil(Math.sqrt(sampleCount));
}

/** The pictures of a sheet, `columns` in a row and nothing between them but one transparent pixel. */
export async function readSheet(
  run: string,
  step: number,
  form: SheetForm,
  columns: number,
): Promise<Colours | null> {
  const image = new Image();
  image.src = sheetAddress(run, step);
  await image.decode();
  const { size, sampleCount } = form;
  const cell = size + 1;
  const across = sheetColumns(form);
  const canvas = document.createElement('canvas');
  canvas.width = Math.min(columns, sampleCount) * cell - 1;
  canvas.height = Math.ceil(sampleCount / columns) * cell - 1;
  const context = canvas.getContext('2d');
  if (!context) return null;
  for (let i = 0; i < sampleCount; i++) {
    const from = [(i % across) * cell, Math.floor(i / across) * cell] as const;
    const to = [(i % columns) * cell, Math.floor(i / columns) * cell] as const;
    context.drawImage(image, ...from, size, size, ...to, size, size);
  }
  const { width, height, data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { width, height, rgba: data };
}

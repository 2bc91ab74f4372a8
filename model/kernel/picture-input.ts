import type { PictureForm } from '../picture-form';
import { inputCell } from './cell';
import type { KeptPlanes } from './kept-planes';
import type { LayerBuilder } from './layer-builder';
import { PicturePlane } from './picture-plane';

/** The plane that the first layer reads. @param reach how many pixels it reads up and to either side */
export function inputPlane(form: PictureForm, width: number, reach: number): PicturePlane {
  const cell = inputCell(form.channels * form.width, form.channels);
  return new PicturePlane(width, cell, { above: reach, beside: reach });
}

/** The pictures as the first layer reads them, and the current row of each. */
export class PictureInput {
  readonly planes: KeptPlanes;
  readonly #builder: LayerBuilder;
  readonly #rows: Int32Array;

  constructor(builder: LayerBuilder, reach: number) {
    const { form, canvas } = builder;
    this.#builder = builder;
    this.planes = builder.planes(inputPlane(form, canvas.width, reach), 1);
    this.#rows = new Int32Array(canvas.count).fill(-1);
  }

  begin(): void {
    this.planes.clear();
    this.#rows.fill(-1);
  }

  put(pixel: number, channel: number, level: number): void {
    const { memory, form, canvas } = this.#builder;
    const { width, inputValues } = form;
    const picture = Math.floor(pixel / (canvas.height * canvas.width));
    const cell = this.planes.address(0) + this.planes.plane.offsetOf(picture, pixel % canvas.width);
    for (let i = 0; i < width; i++) {
      memory.numbers[cell / 4 + channel * width + i] = inputValues[level * width + i] as number;
    }
  }

  /** Makes these the current pixels, one of each picture. @returns the pictures in which a row begins */
  goTo(pixels: Uint32Array): number[] {
    const { height, width } = this.#builder.canvas;
    const beginning: number[] = [];
    pixels.forEach((pixel, picture) => {
      const row = Math.floor(pixel / width) % height;
      if (this.#rows[picture] === row) return;
      this.#rows[picture] = row;
      beginning.push(picture);
    });
    this.planes.beginRows(beginning);
    this.planes.goTo(pixels);
    return beginning;
  }
}

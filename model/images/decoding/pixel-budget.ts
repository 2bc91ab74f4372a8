/** What pictures that are decoded at the same time may have together, so that a few large ones do not fill the memory. */
export class PixelBudget {
  #free: number;
  readonly #waiting: { pixels: number; begin: () => void }[] = [];

  constructor(private readonly most: number) {
    this.#free = most;
  }

  /** Does the work when there is room for its pixels, in the order of the calls. More than all is taken as all. */
  async spend<T>(pixels: number, work: () => Promise<T>): Promise<T> {
    const taken = Math.min(pixels, this.most);
    await new Promise<void>((begin) => {
      this.#waiting.push({ pixels: taken, begin });
      this.#next();
    });
    try {
      return await work();
    } finally {
      this.#free += taken;
      this.#next();
    }
  }

  #next(): void {
    for (let first = this.#waiting[0]; first && first.pixels <= this.#free; first = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= first.pixels;
      first.begin();
    }
  }
}

/** Limits the pixels of the pictures decoded at the same time, so that a few large ones do not exhaust memory. */
export class PixelBudget {
  #free: number;
  readonly #waiting: { pixels: number; begin: () => void }[] = [];

  constructor(private readonly most: number) {
    this.#free = most;
  }

  /**
   * Runs the work once there is room for its pixels, in the order of the calls. A request larger than the budget
   * takes all of it.
   */
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

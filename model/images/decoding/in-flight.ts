/** Limits the pictures that are read and decoded at the same time, so that a few large ones do not exhaust memory. */
import { mostImageBytes, mostImagePixels } from '../../limits';
import { currentReading } from '../reading-rules';

/** An amount that work at the same time shares. */
export class Budget {
  #free: number;
  readonly #waiting: { amount: number; begin: () => void }[] = [];

  constructor(private readonly most: number) {
    this.#free = most;
  }

  /**
   * Runs the work once there is room for it, in the order of the calls. A request larger than the budget
   * takes all of it.
   */
  async spend<T>(amount: number, work: () => Promise<T>): Promise<T> {
    const taken = Math.min(amount, this.most);
    await new Promise<void>((begin) => {
      this.#waiting.push({ amount: taken, begin });
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
    for (let first = this.#waiting[0]; first && first.amount <= this.#free; first = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= first.amount;
      first.begin();
    }
  }
}

/** The bytes of files in memory. A holder may ask for pixels as well, but a holder of pixels never for bytes. */
export const bytesInFlight = new Budget(mostImageBytes);
export const pixelsInFlight = new Budget(mostImagePixels[currentReading]);

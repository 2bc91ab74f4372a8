import { firstFrom, type Curve } from '../charts/curve';

/** A curve that grows ten times a second without being copied each time. */
export class GrowingCurve {
  #steps = new Float64Array(256);
  #values = new Float64Array(256);
  #length = 0;

  /** The curve as it is now. Points appended later are not in it. */
  get curve(): Curve {
    return { steps: this.#steps.subarray(0, this.#length), values: this.#values.subarray(0, this.#length) };
  }

  /** Adds the points beyond the last one, so that nothing is added twice. */
  append(steps: ArrayLike<number>, values: ArrayLike<number>): void {
    this.#reserve(this.#length + steps.length);
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as number;
      if (this.#length && step <= (this.#steps[this.#length - 1] as number)) continue;
      this.#steps[this.#length] = step;
      this.#values[this.#length] = values[i] as number;
      this.#length++;
    }
  }

  /** Forgets the points beyond `step`. */
  cutAfter(step: number): void {
    this.#length = firstFrom(this.curve.steps, step + 1);
  }

  #reserve(length: number): void {
    if (length <= this.#steps.length) return;
    const grown = (column: Float64Array) => {
      const larger = new Float64Array(2 * length);
      larger.set(column);
      return larger;
    };
    this.#steps = grown(this.#steps);
    this.#values = grown(this.#values);
  }
}

import type { Colours } from '../pictures/pixel-colours';

export interface HeldPicture {
  /** Tells pictures apart. */
  key: string;
  /** Which one it is. */
  words: string;
  colours: Colours;
}

/** Two pictures compared; they may be of different galleries and runs. */
export class PictureComparison {
  /** The one that waits for the other. */
  held = $state.raw<HeldPicture | null>(null);
  other = $state.raw<HeldPicture | null>(null);

  take(picture: HeldPicture): void {
    if (!this.held) this.held = picture;
    else if (this.held.key !== picture.key) this.other = picture;
  }

  end(): void {
    this.held = this.other = null;
  }
}

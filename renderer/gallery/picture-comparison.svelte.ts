import type { Colours } from '../pictures/pixel-colours';

export interface ComparedPicture {
  /** Identifies the picture. */
  key: string;
  /** Its description. */
  words: string;
  colours: Colours;
}

/** Two pictures compared; they may be of different galleries and runs. */
export class PictureComparison {
  /** Chosen first; it waits for the second. */
  first = $state.raw<ComparedPicture | null>(null);
  second = $state.raw<ComparedPicture | null>(null);

  take(picture: ComparedPicture): void {
    if (!this.first) this.first = picture;
    else if (this.first.key !== picture.key) this.second = picture;
  }

  end(): void {
    this.first = this.second = null;
  }
}

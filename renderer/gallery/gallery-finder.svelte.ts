import { SvelteMap } from 'svelte/reactivity';
import type { FoundGallery } from '../../electron/api/gallery';
import type { Pictures } from '../../model/events';
import { everything, type FoundOrder, type GalleryFilter } from './gallery-search';
import { call } from '../studio';
import { LatestRequest } from '../latest-request.svelte';

export interface PictureName {
  run: string;
  gallery: string;
  index: number;
}

/** How many small pictures one request reads, and how many are kept. */
const atOnce = 64;
const mostKept = 4096;

/** The galleries of all runs, and how to find one among them. */
export class GalleryFinder {
  isOpen = $state(false);
  /** Null before the first answer. */
  list = $state.raw<readonly FoundGallery[] | null>(null);
  filter = $state<GalleryFilter>({ ...everything });
  order = $state<FoundOrder>('newest');
  readonly listing = new LatestRequest();
  readonly reading = new LatestRequest();
  /** Small pictures as far as they have come; null for one that cannot be read. */
  readonly #pictures = new SvelteMap<string, Pictures | null>();
  #wanted: PictureName[] = [];
  #isReading = false;

  async open(): Promise<void> {
    this.isOpen = true;
    await this.listing.ask(
      () => call('listAllGalleries'),
      (list) => (this.list = list),
    );
  }

  picture(name: PictureName): Pictures | null | undefined {
    return this.#pictures.get(keyOf(name));
  }

  /** Reads a small picture. Those requested at the same time are read together, the latest first. */
  want(name: PictureName): void {
    const key = keyOf(name);
    if (this.#pictures.has(key)) return;
    this.#wanted = [...this.#wanted.filter((other) => keyOf(other) !== key), name];
    if (!this.#isReading) void this.#read();
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    // Collects the other requests of this moment first.
    await Promise.resolve();
    while (this.#wanted.length) {
      const names = this.#wanted.slice(-atOnce);
      this.#wanted = this.#wanted.slice(0, -atOnce);
      const answer = await this.reading.ask(() => call('readPictures', names));
      for (const [index, name] of names.entries()) this.#pictures.set(keyOf(name), answer?.[index] ?? null);
    }
    for (const oldest of [...this.#pictures.keys()].slice(0, -mostKept)) this.#pictures.delete(oldest);
    this.#isReading = false;
  }
}

function keyOf({ run, gallery, index }: PictureName): string {
  return `${run}/${gallery}/${index}`;
}

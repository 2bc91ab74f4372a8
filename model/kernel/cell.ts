import { colourOf } from '../nets/masks';

/** The kernel computes this many outputs at once. */
export const lanes = 8;

/** Numbers that `count` outputs take in memory; those beyond `count` are 0. */
export function padded(count: number): number {
  return Math.ceil(count / lanes) * lanes;
}

/** Stands where a cell is padded. */
export const padding = -1;

/** What a layer computes at once: some of a cell's places, one after another. */
export interface CellPart {
  /** Channels of the whole cell. */
  channels: number;
  /** Number of the first place. */
  start: number;
  /** The channel at each place, or `padding`. */
  places: readonly number[];
}

/**
 * The numbers that a pixel has in one layer, colour by colour. So a layer that may see the colours up to one of them
 * reads the beginning of a cell, and what the mask hides is never read.
 */
export class Cell {
  readonly channels: number;
  /** The channel at each place, or `padding`. */
  readonly places: readonly number[];
  /** The place where each colour begins, and at last the number of places. */
  readonly starts: readonly number[];

  constructor(private readonly colours: readonly (readonly number[])[]) {
    this.places = colours.flat();
    this.channels = this.places.filter((channel) => channel !== padding).length;
    this.starts = colours.reduce(
      (starts, own) => [...starts, (starts[starts.length - 1] as number) + own.length],
      [0],
    );
  }

  /** Numbers it takes in memory. */
  get depth(): number {
    return this.places.length;
  }

  get bytes(): number {
    return this.depth * 4;
  }

  whole(): CellPart {
    return { channels: this.channels, start: 0, places: this.places };
  }

  part(colour: number): CellPart {
    const { channels, starts, colours } = this;
    return { channels, start: starts[colour] as number, places: colours[colour] as readonly number[] };
  }
}

/** What the first layer reads: no layer computes it, so it needs no padding. */
export function inputCell(channels: number, colours: number): Cell {
  return new Cell(channelsByColour(channels, colours));
}

/** Each colour begins where the kernel can write. */
export function paddedCell(channels: number, colours: number): Cell {
  return new Cell(channelsByColour(channels, colours).map(withPadding));
}

/** For each colour the maps that go through tanh, then those that go through sigmoid: channels k and filters + k. */
export function gateCell(filters: number, colours: number): Cell {
  const halves = channelsByColour(filters, colours);
  return new Cell(
    halves.map((half) => [...withPadding(half), ...withPadding(half.map((channel) => filters + channel))]),
  );
}

function channelsByColour(channels: number, colours: number): number[][] {
  const groups: number[][] = Array.from({ length: colours }, () => []);
  for (let channel = 0; channel < channels; channel++)
    groups[colourOf(channel, channels, colours)]?.push(channel);
  return groups;
}

function withPadding(channels: readonly number[]): number[] {
  return Array.from({ length: padded(channels.length) }, (_, place) => channels[place] ?? padding);
}

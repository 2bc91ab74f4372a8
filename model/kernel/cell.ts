import { colourOf } from '../colour-order';

/** Outputs that the kernel computes at once. */
export const lanes = 8;

/** Rounds `count` up to full lanes: the number of values that `count` outputs take in memory, padded with 0. */
export function padded(count: number): number {
  return Math.ceil(count / lanes) * lanes;
}

/** Marks a slot of a cell that holds no channel. */
export const padding = -1;

/** The part of a cell that a layer computes at once: consecutive slots. */
export interface CellPart {
  /** Channels of the whole cell. */
  channels: number;
  /** Index of the first slot. */
  start: number;
  /** The channel at each slot, or `padding`. */
  slots: readonly number[];
}

/**
 * The layout of the numbers that a pixel has in one layer, sorted by colour. A layer that may see the colours up to
 * some colour reads the beginning of a cell, so what the mask hides is never read.
 */
export class Cell {
  readonly channels: number;
  /** The channel at each slot, or `padding`. */
  readonly slots: readonly number[];
  /** The slot at which each colour begins, followed by the number of slots. */
  readonly starts: readonly number[];

  constructor(private readonly colours: readonly (readonly number[])[]) {
    this.slots = colours.flat();
    this.channels = this.slots.filter((channel) => channel !== padding).length;
    this.starts = colours.reduce(
      (starts, own) => [...starts, (starts[starts.length - 1] as number) + own.length],
      [0],
    );
  }

  /** Numbers it takes in memory. */
  get depth(): number {
    return this.slots.length;
  }

  get bytes(): number {
    return this.depth * 4;
  }

  whole(): CellPart {
    return { channels: this.channels, start: 0, slots: this.slots };
  }

  part(colour: number): CellPart {
    const { channels, starts, colours } = this;
    return { channels, start: starts[colour] as number, slots: colours[colour] as readonly number[] };
  }
}

/** The cell that the first layer reads. No layer computes it, so it needs no padding. */
export function inputCell(channels: number, colours: number): Cell {
  return new Cell(channelsByColour(channels, colours));
}

/** A cell in which each colour is padded to full lanes, so that the kernel can write it. */
export function paddedCell(channels: number, colours: number): Cell {
  return new Cell(channelsByColour(channels, colours).map(withPadding));
}

/** For each colour the maps k that go through tanh, then the maps filters + k that go through sigmoid. */
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
  return Array.from({ length: padded(channels.length) }, (_, slot) => channels[slot] ?? padding);
}

import type { Pictures } from '../../model/events';
import { shade, writtenColour } from '../pictures/pixel-colours';

/** One of the variables predicted in turn at a pixel. */
export interface Channel {
  /** What is predicted, and from which others of the same pixel; empty when there is one only. */
  name: string;
  tone: 'grey' | 'red' | 'green' | 'blue';
  /** The colour of each level, as #rrggbb. */
  colours: readonly string[];
}

export function channelsOf({ channels, levels, palette }: Pictures): Channel[] {
  const shades = Array.from({ length: levels }, (_, level) => shade(level, levels));
  const ramp = (red: number, green: number, blue: number) =>
    shades.map((own) => writtenColour([red * own, green * own, blue * own]));
  if (channels === 3) {
    return [
      { name: 'R', tone: 'red', colours: ramp(1, 0, 0) },
      { name: 'G given R', tone: 'green', colours: ramp(0, 1, 0) },
      { name: 'B given R and G', tone: 'blue', colours: ramp(0, 0, 1) },
    ];
  }
  return [{ name: '', tone: 'grey', colours: palette ?? ramp(1, 1, 1) }];
}

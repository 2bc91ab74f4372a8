/** How many values a pixel has, by the setting `colour`. */
import type { Settings } from '../settings';

type Coloured = Pick<Settings, 'colour'>;

/** Of a decoded image: red, green and blue, unless it is read as grey. */
export function decodedChannels({ colour }: Coloured): 1 | 3 {
  return colour === 'grey' ? 1 : 3;
}

/** Of a picture as the network sees it: one level for each channel; a palette's level stands for a whole colour. */
export function levelChannels({ colour }: Coloured): 1 | 3 {
  return colour === 'rgb' ? 3 : 1;
}

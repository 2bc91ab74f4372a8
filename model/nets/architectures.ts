/** The architectures by their names in files and on the command line. No TensorFlow here. */
import type { Architecture, Depth } from './architecture';
import { gated } from './gated/architecture';
import { plain } from './plain/architecture';
import { plusPlus } from './plus-plus/architecture';
import { fieldOf, type ReceptiveField } from './receptive-field';

const table = {
  plain,
  gated,
  'plus-plus': plusPlus,
};

export type ArchitectureName = keyof typeof table;

export const architectures: Readonly<Record<ArchitectureName, Architecture>> = table;

export const architectureNames = Object.keys(architectures) as ArchitectureName[];

/** Anything that names an architecture, such as the settings. */
export interface OfArchitecture {
  architecture: ArchitectureName;
}

export function architectureOf({ architecture }: OfArchitecture): Architecture {
  return architectures[architecture];
}

/** Returns the receptive field of the whole network; an upper bound where the architecture `seesAtMost`. */
export function receptiveField(settings: Depth & OfArchitecture): ReceptiveField {
  const growth = receptiveFieldGrowth(settings);
  return (growth[growth.length - 1] as Growth).field;
}

/** The receptive field of all layers up to one. */
export interface Growth {
  /** The layer, or the block of layers. */
  after: string;
  field: ReceptiveField;
}

/** Returns the receptive field after each layer of the network, in order. */
export function receptiveFieldGrowth(settings: Depth & OfArchitecture): Growth[] {
  return architectureOf(settings)
    .receptiveField(settings)
    .map(({ after, lastColumns }) => ({ after, field: fieldOf(lastColumns) }));
}

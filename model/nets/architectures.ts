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

/** What names an architecture, as settings do. */
export interface OfArchitecture {
  architecture: ArchitectureName;
}

export function architectureOf({ architecture }: OfArchitecture): Architecture {
  return architectures[architecture];
}

/** What a pixel sees through the whole network; where the architecture `seesAtMost`, at most. */
export function receptiveField(settings: Depth & OfArchitecture): ReceptiveField {
  const growth = receptiveFieldGrowth(settings);
  return (growth[growth.length - 1] as Growth).field;
}

/** What a pixel sees through all layers up to one. */
export interface Growth {
  /** The layer, or the block of layers. */
  after: string;
  field: ReceptiveField;
}

/** How the seen region grows through the network, in the order of its layers. */
export function receptiveFieldGrowth(settings: Depth & OfArchitecture): Growth[] {
  return architectureOf(settings)
    .receptiveField(settings)
    .map(({ after, lastColumns }) => ({ after, field: fieldOf(lastColumns) }));
}

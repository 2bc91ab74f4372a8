/** The architectures, and what follows from a run's description of its network. No TensorFlow here. */
import type { PixelLikelihood } from '../likelihood/likelihood';
import type { ArchitectureName, Settings } from '../settings';
import type { Architecture, Depth, ModelShape } from './architecture';
import { gated } from './gated/architecture';
import type { ModelDescription } from './model-description';
import type { ParameterSpec } from './parameters';
import { pictureForm } from './picture-form';
import { plain } from './plain/architecture';
import { plusPlus } from './plus-plus/architecture';
import { fieldOf, type ReceptiveField } from './receptive-field';

const architectures: Record<ArchitectureName, Architecture> = { plain, gated, 'plus-plus': plusPlus };

export function architectureOf({ architecture }: Pick<Settings, 'architecture'>): Architecture {
  return architectures[architecture];
}

export function modelShape(description: ModelDescription): ModelShape {
  return { ...description.settings, ...pictureForm(description) };
}

/** In the order of the flat vector, which is that of use. */
export function parametersOf(description: ModelDescription): ParameterSpec[] {
  return architectureOf(description.settings).parameters(modelShape(description));
}

export function likelihoodOf(description: ModelDescription): PixelLikelihood {
  return architectureOf(description.settings).likelihood(modelShape(description));
}

/** What a pixel sees through the whole network; of PixelCNN++, at most. */
export function receptiveField(settings: Depth): ReceptiveField {
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
export function receptiveFieldGrowth(settings: Depth): Growth[] {
  return architectureOf(settings)
    .receptiveField(settings)
    .map(({ after, lastColumns }) => ({ after, field: fieldOf(lastColumns) }));
}

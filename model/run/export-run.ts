import { version } from '../../package.json';
import { architectureOf } from '../nets/architectures';
import { modelShape, parametersOf } from '../nets/model-shape';
import { withoutMasked, type Weights } from '../nets/parameters';
import { requireNoFile, writeFileWhole } from '../files/write-file';
import { usedSettings } from '../settings';
import { loadWeights } from './checkpoint';
import { encodeSafetensors, type StoredTensor } from '../weight-files/safetensors';
import { torchFromWeights } from '../weight-files/torch-layout';

/**
 * Writes the last checkpoint's weights, averaged where the run averages them. Those of the plain network for grey
 * pictures are written as the state_dict of the notebook's PyTorch model, so that `load_state_dict` accepts them;
 * others under their own names, as resources/docs/weights.md describes. The metadata holds the settings, since a
 * reader must scale the input as the run did.
 * @param mayReplace whether an existing file may be replaced
 * @returns the step of the checkpoint
 * @throws StudioError run-missing, run-damaged, checkpoint-missing, weights-mismatch, file-exists, file-unwritable
 */
export function exportRun(runFolder: string, file: string, { mayReplace = false } = {}): number {
  if (!mayReplace) requireNoFile(file);
  const { record, step, weights } = loadWeights(runFolder);
  const isNotebook = architectureOf(record.settings).fitsNotebook?.(modelShape(record)) ?? false;
  const tensors = isNotebook
    ? torchFromWeights(weights, record.settings)
    : ownTensors(parametersOf(record), weights);
  const metadata = {
    format: isNotebook ? 'pt' : 'pixelcnn-studio',
    software: `PixelCNN Studio ${version}`,
    run: record.name,
    step: String(step),
    settings: JSON.stringify(usedSettings(record.settings)),
    classes: JSON.stringify(record.classNames),
    palette: JSON.stringify(record.palette),
    reading: String(record.reading),
  };
  writeFileWhole(file, encodeSafetensors(tensors, metadata), { mayReplace });
  return step;
}

function ownTensors(specs: ReturnType<typeof parametersOf>, weights: Weights): Map<string, StoredTensor> {
  const entries = specs.map((spec): [string, StoredTensor] => {
    const data = withoutMasked(spec, weights.get(spec.name) as Float32Array);
    return [spec.name, { dtype: 'F32', shape: spec.shape, data }];
  });
  return new Map(entries);
}

import { version } from '../../package.json';
import { loadWeights } from './checkpoint';
import { writeSafetensors } from './safetensors';
import { torchFromWeights } from './torch-layout';

/**
 * Writes the last checkpoint's weights as the state_dict of the notebook's PyTorch model, so that `load_state_dict`
 * takes them. The settings ride along as text: PyTorch's side must scale its input as the run did.
 * @returns the step of the checkpoint
 * @throws StudioError run-missing, run-damaged, checkpoint-missing, weights-mismatch, file-unwritable
 */
export function exportRun(runFolder: string, file: string): number {
  const { record, step, weights } = loadWeights(runFolder);
  writeSafetensors(file, torchFromWeights(weights, record.settings), {
    format: 'pt',
    software: `PixelCNN Studio ${version}`,
    run: record.name,
    step: String(step),
    settings: JSON.stringify(record.settings),
  });
  return step;
}

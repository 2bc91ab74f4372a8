import { reasonOf, StudioError } from '../errors';

/**
 * Loads a part of the engine that needs TensorFlow; throws where TensorFlow is missing or cannot be loaded.
 * @throws StudioError tensorflow-missing
 */
export async function withTensorflow<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    await import('@tensorflow/tfjs-node');
  } catch (thrown) {
    // The first line says what is wrong; the others say how to build the library.
    const [reason = ''] = reasonOf(thrown).split('\n');
    throw new StudioError('tensorflow-missing', { reason: reason.trim().replace(/\.$/, '') });
  }
  return load();
}

import type { Command } from './command';
import { drawAsRequested, drawingOptions } from './drawing-options';

export const sampleCommand: Command = {
  name: 'sample',
  summary: 'Draws pictures and writes each as a PNG file with its provenance.',
  options: drawingOptions,
  run: (given, output) => drawAsRequested(given, output),
};

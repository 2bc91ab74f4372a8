import type { Command } from './command';
import { drawAsAsked, drawingOptions } from './drawing-options';

export const sampleCommand: Command = {
  name: 'sample',
  summary: 'Draws pictures and writes each as a PNG file that says inside how it was made.',
  options: drawingOptions,
  run: (given, output) => drawAsAsked(given, output),
};

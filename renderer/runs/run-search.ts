import type { RunSummary } from '../../electron/api/runs';
import { settingsLine, statusWords } from '../words/run-words';

/** The runs in which every word is found: in name, note, settings, status, folder or id. */
export function searchRuns(runs: readonly RunSummary[], wanted: string): readonly RunSummary[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return runs;
  return runs.filter((run) => {
    const { name, note, settings, status, dataFolder, id } = run;
    const text = [name, note, settingsLine(settings), statusWords[status], dataFolder, id]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

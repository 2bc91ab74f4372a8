import { knobs, type Settings } from '../model/settings';
import type { Dataset } from './data/dataset.svelte';
import type { RunForm } from './train/run-form.svelte';

/** The run that the chosen folder and the form describe, or a sentence about what is missing for a start. */
export type PlannedRun = { missing: null; folder: string; settings: Settings } | { missing: string };

export function plannedRun({ dataset, runForm }: { dataset: Dataset; runForm: RunForm }): PlannedRun {
  const { folder, report } = dataset;
  const { settings } = runForm;
  if (folder === null) return { missing: 'No images are chosen yet.' };
  if (settings === null) return { missing: 'Some settings above cannot be used.' };
  if (report?.images === 0) return { missing: 'No image of the folder can be used with these settings.' };
  if (report && settings.classes === 'folders' && report.classes.length < 2) {
    const { label, options } = knobs.classes;
    return {
      missing:
        'Classes are subfolders, and this folder has images in fewer than two. ' +
        `Set ${label} to ${options.ignored}, or choose another folder.`,
    };
  }
  return { missing: null, folder, settings };
}

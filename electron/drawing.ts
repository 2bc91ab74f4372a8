/** Handlers for drawing galleries. */
import { galleryIds } from '../model/gallery/gallery-record';
import type { Emit } from './api/contract';
import type { HandlersOf } from './api/declare';
import type { GalleryOptions, drawingCalls } from './api/gallery';
import type { Grants } from './grants';
import type { JobHost } from './job/host';
import { idByTime, type RunLibrary } from './library/run-library';

interface Dependencies {
  interactive: JobHost;
  library: RunLibrary;
  grants: Grants;
  emit: Emit;
  /** Awaits a drawing, during which the desktop shows its progress. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

export function drawingHandlers({
  interactive,
  library,
  grants,
  emit,
  during,
}: Dependencies): HandlersOf<typeof drawingCalls> {
  /** Names of the galleries that are being drawn, whose folders do not exist yet. */
  const begun = new Set<string>();

  /** Makes the handlers of drawings that report as `event`. Only the latest can be cancelled. */
  function drawings(event: 'drawingProgress' | 'siblingsProgress') {
    let latest: number | undefined;
    return {
      async draw({ run, ...options }: GalleryOptions & { run: string }): Promise<string> {
        const { completion } = options;
        if (completion) grants.requirePicture(completion.picture);
        const runFolder = library.changing(run);
        const taken = new Set([...begun, ...galleryIds(runFolder)]);
        const gallery = idByTime((id) => !taken.has(id));
        begun.add(gallery);
        const asked = interactive.ask('draw', { runFolder, gallery, ...options }, (progress) =>
          emit(event, { gallery, ...progress }),
        );
        latest = asked.id;
        try {
          await asked.answer;
        } finally {
          begun.delete(gallery);
        }
        return gallery;
      },
      cancel(): undefined {
        if (latest !== undefined) interactive.cancel(latest);
      },
    };
  }
  const pictures = drawings('drawingProgress');
  const siblings = drawings('siblingsProgress');

  return {
    draw: (options) => during(() => pictures.draw(options)),
    cancelDrawing: pictures.cancel,
    growSiblings: (options) => during(() => siblings.draw(options)),
    cancelSiblings: siblings.cancel,
  };
}

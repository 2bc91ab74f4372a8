/** Services for galleries: drawing, reading, exporting and verifying pictures. */
import type { Pictures } from '../../../model/events';
import { StudioError } from '../../../model/errors';
import { writeFileWhole } from '../../../model/files/write-file';
import { encodePicture, exportGallery } from '../../../model/gallery/export-gallery';
import { drawGallery, readGallery, writeGallery } from '../../../model/gallery/gallery';
import { readSomePictures } from '../../../model/gallery/gallery-pictures';
import { readProvenance } from '../../../model/gallery/gallery-texts';
import { verifyPicture } from '../../../model/gallery/verify-picture';
import { readPicture } from '../../../model/inspection/picture-source';
import { readRunRecord } from '../../../model/run/run-folder';
import { knownPixels } from '../../../model/sampling/completion';
import type { Services } from '../serve';
import { throttled } from '../throttle';

export const galleryServices = {
  async draw({ runFolder, gallery, completion, height, width, ...options }, { report, signal }) {
    const picture =
      completion && (await readPicture(runFolder, readRunRecord(runFolder), completion.picture));
    // A completed picture keeps its size.
    const canvas = picture ?? { height, width };
    const drawn = await drawGallery(
      runFolder,
      {
        id: gallery,
        ...options,
        ...(canvas.height && { height: canvas.height }),
        ...(canvas.width && { width: canvas.width }),
        ...(picture && { known: knownPixels(picture, completion.unknown) }),
      },
      {
        onProgress: throttled((done, total, pictures: Pictures) => report({ done, total, pictures })),
        signal,
      },
    );
    await writeGallery(runFolder, drawn);
    return { complete: drawn.record.complete };
  },

  openGallery: async ({ runFolder, gallery }) => (await readGallery(runFolder, gallery)).pictures,

  readPictures: (wanted) => readSomePictures(wanted),

  async exportGallery({ runFolder, gallery, into, ...options }, { signal }) {
    const read = await readGallery(runFolder, gallery);
    return { files: await exportGallery(read, into, { ...options, signal }) };
  },

  async exportPicture({ runFolder, gallery, index, format, file, ...options }, { signal }) {
    const bytes = await encodePicture(await readGallery(runFolder, gallery), index, format, options);
    if (signal.aborted) throw new StudioError('cancelled', {});
    writeFileWhole(file, bytes);
    return null;
  },

  readProvenance: ({ file }) => readProvenance(file),

  verifyPicture: ({ file, library }) => verifyPicture(file, library),
} satisfies Partial<Services>;

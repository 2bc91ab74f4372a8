/**
 * Files and folders that the page may use: those that a person chose in a dialog, dropped, or used before. Each purpose
 * has its own grants: a folder of images cannot become the library, nor can the library be read as images.
 */
import { StudioError } from '../model/errors';
import type { PictureSource } from './api/inspection';

export interface GrantsByPurpose {
  /** Folders of images. */
  folders: Grants;
  /** Pictures to look into, complete or verify. */
  pictures: Grants;
  /** Files of weights to import. */
  weights: Grants;
  /** Folders for the library, into which runs are written. */
  places: Grants;
}

/** @param recentFolders folders of images that were used before */
export function grantsByPurpose(recentFolders: readonly string[]): GrantsByPurpose {
  const [pictures, weights, places] = [new Grants(), new Grants(), new Grants()];
  return { folders: new Grants(recentFolders), pictures, weights, places };
}

export class Grants {
  readonly #paths = new Set<string>();

  constructor(paths: readonly string[] = []) {
    for (const path of paths) this.add(path);
  }

  add(path: string): void {
    this.#paths.add(path);
  }

  /** Returns the path if the page may use it. @throws StudioError folder-unreachable */
  require(path: string): string {
    if (this.#paths.has(path)) return path;
    throw new StudioError('folder-unreachable', {
      folder: path,
      reason: 'It was not chosen in a dialog or dropped on the window',
    });
  }

  /** Checks the file that a picture comes from, or the picture that it was painted on. @throws StudioError folder-unreachable */
  requirePicture(picture: PictureSource): void {
    if (picture.kind === 'file') this.require(picture.file);
    if (picture.kind === 'painted' && picture.over) this.requirePicture(picture.over);
  }
}

import type { SkipReason } from '../../events';

/** Why a file cannot be used as a picture: a phrase about it without a full stop, as in “it has …”. */
export class ImageProblem extends Error {
  constructor(
    message: string,
    readonly reason: SkipReason = 'unreadable',
  ) {
    super(message);
    this.name = 'ImageProblem';
  }
}

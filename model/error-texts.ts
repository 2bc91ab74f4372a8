import type { ErrorCode, ErrorData, ErrorFacts } from './errors';
import type { Audience, ErrorText, ErrorTexts } from './error-texts/error-text';
import { fileErrors } from './error-texts/file-errors';
import { imageErrors } from './error-texts/image-errors';
import { inputErrors } from './error-texts/input-errors';
import { pictureErrors } from './error-texts/picture-errors';
import { programErrors } from './error-texts/program-errors';
import { runErrors } from './error-texts/run-errors';
import { weightErrors } from './error-texts/weight-errors';

/** The words of every error, for the window and the command line. A code without words does not compile. */
const texts: ErrorTexts = {
  ...inputErrors,
  ...imageErrors,
  ...fileErrors,
  ...runErrors,
  ...weightErrors,
  ...pictureErrors,
  ...programErrors,
};

/** Returns the words of an error, for the window or a terminal. */
export function errorText<C extends ErrorCode>(
  { code, facts }: { code: C; facts: ErrorFacts[C] },
  audience: Audience,
): ErrorText {
  return texts[code](facts, audience);
}

/** Returns the words of an error on one line. */
export function errorLine(error: ErrorData, audience: Audience): string {
  const { title, cause, remedy } = errorText(error, audience);
  return [title, cause, remedy].filter(Boolean).join(' ');
}

/** Returns what happened and why, on one line without a full stop, as the reason of another error. */
export function errorReason(error: ErrorData): string {
  const { title, cause } = errorText(error, 'window');
  return `${title} ${cause}`.replace(/\.$/, '');
}

/** Schemas that the files of a run and the contract with the page share. The main process of the oldest Electron loads them. */
import * as v from 'valibot';
import { mostWords } from '../limits';
import { parseSettings, type Settings } from '../settings';

export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const text = v.pipe(v.string(), v.maxLength(mostWords));

export const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Names a run, or a gallery of one: a folder's name that leads nowhere else. */
export const runId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/));

export const finite = v.pipe(v.number(), v.finite());

/** Milliseconds since 1970, within the range of a Date. */
export const time = v.pipe(finite, v.minValue(0), v.maxValue(8.64e15));

/** A SHA-256 in hex. */
export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'a SHA-256'));

/** Settings that are complete and in range. */
export const settingsSchema = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, Settings>(({ dataset, addIssue, NEVER }) => {
    const parsed = parseSettings(dataset.value);
    if (parsed.ok) return parsed.settings;
    for (const { setting, expected } of parsed.problems)
      addIssue({ message: `${setting} must be ${expected}` });
    return NEVER;
  }),
);

/**
 * The JSON files that the program keeps, parsed instead of believed: a disk, a person or another program may have changed
 * them. Plain Node, and old enough calls for the oldest Electron's main process.
 */
import * as v from 'valibot';
import { StudioError } from '../errors';
import { readRegularText } from './regular-file';

/** A run.json names every image of its run; none comes near. */
const mostBytes = 2 ** 28;

/** Of a wrong value in a sentence. */
const mostShown = 40;

/**
 * @param newestFormat the highest `format` that this version knows, where the file says one
 * @returns what the file holds, as the schema gives it
 * @throws StudioError file-newer; Error that says what is wrong with it
 */
export function readJsonFile<S extends v.GenericSchema>(
  file: string,
  schema: S,
  newestFormat = Infinity,
): v.InferOutput<S> {
  const found = parseJson(readRegularText(file, mostBytes));
  const { format } = (typeof found === 'object' && found ? found : {}) as { format?: unknown };
  if (typeof format === 'number' && format > newestFormat) throw new StudioError('file-newer', { file });
  return requireSchema(schema, found);
}

/** @throws Error that says what is wrong with the value, as a clause that begins in lower case */
export function requireSchema<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  throw new Error(wordsOf(parsed.issues[0]));
}

/** @throws Error */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What the parser says quotes the text, in words that differ between versions of Node.
    throw new Error(text.trim() === '' ? 'it is empty' : 'it is no JSON');
  }
}

function wordsOf(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  const place = path === null ? 'it' : `“${path}”`;
  if (issue.type === 'raw_transform') return `${place} cannot be used: ${issue.message}`;
  if (issue.input === undefined) return `${place} is missing`;
  return `${place} is ${shown(issue.input)} but must be ${expectedBy(issue)}`;
}

/** A phrase that completes “must be …”. */
function expectedBy({ type, expected, requirement, message }: v.BaseIssue<unknown>): string {
  switch (type) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    case 'object':
    case 'record':
      return 'an object';
    case 'integer':
    case 'safe_integer':
      return 'a whole number';
    case 'finite':
      return 'a finite number';
    case 'min_value':
      return `at least ${String(requirement)}`;
    case 'max_value':
      return `at most ${String(requirement)}`;
    case 'max_length':
      return `no longer than ${String(requirement)}`;
    // Checks of our own name what they expect.
    case 'check':
    case 'regex':
      return message;
    default:
      return expected ?? message;
  }
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = typeof value === 'string' ? `“${value}”` : String(value);
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}

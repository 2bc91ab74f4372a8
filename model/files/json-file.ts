/**
 * Reads the program's JSON files and checks them against a schema, since a disk, a person or another program may have
 * changed them. The main process of the oldest Electron loads this file, so it uses only calls of plain old Node.
 */
import * as v from 'valibot';
import { StudioError } from '../errors';
import { mostJsonBytes, mostJsonValues } from '../limits';
import { readRegularText } from './regular-file';

/** The characters of a wrong value that a message quotes. */
const mostShown = 40;

/**
 * Reads a JSON file.
 * @param newestFormat the highest `format` that this version knows, where the file names one
 * @returns the content, as the schema transforms it
 * @throws StudioError file-newer; Error that says what is wrong with the file
 */
export function readJsonFile<S extends v.GenericSchema>(
  file: string,
  schema: S,
  newestFormat = Infinity,
): v.InferOutput<S> {
  const found = parseJson(readRegularText(file, mostJsonBytes));
  const { format } = (typeof found === 'object' && found ? found : {}) as { format?: unknown };
  if (typeof format === 'number' && format > newestFormat) throw new StudioError('file-newer', { file });
  return requireSchema(schema, found);
}

/**
 * The value as the schema transforms it. @throws Error that says what is wrong, as a clause that begins in lower case
 */
export function requireSchema<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  throw new Error(wordsOf(parsed.issues[0]));
}

/** The value of a JSON text. @throws Error that says what is wrong, as a clause */
export function parseJson(text: string): unknown {
  requireFewValues(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the text and differs between versions of Node.
    throw new Error(text.trim() === '' ? 'it is empty' : 'it is not JSON');
  }
}

/** @throws Error */
function requireFewValues(text: string): void {
  if (text.length <= mostJsonValues) return;
  let values = 0;
  // Commas and brackets within texts are counted too; there are few.
  for (const { length } of text.matchAll(/[,[{]/g)) values += length;
  if (values > mostJsonValues) throw new Error('it holds too many values');
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
    // The program's own checks name what they expect.
    case 'check':
    case 'regex':
      return message;
    default:
      return expected ?? message;
  }
}

/** The beginning of a value, for a message about it. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = typeof value === 'string' ? `“${value}”` : String(value);
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}

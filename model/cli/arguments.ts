/** The options that a command declares, and the arguments given to it. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { StudioError } from '../errors';
import { numberIn } from '../number-text';

export interface Option {
  /** The placeholder for the value in the help; a flag has none. */
  value?: string;
  meaning: string;
  isRequired?: boolean;
}

export type Options = Readonly<Record<string, Option>>;

/** Options of every command. */
export const sharedOptions: Options = {
  json: { meaning: 'print one JSON object per line on standard output, and nothing else there' },
  help: { meaning: 'print this help' },
};

/**
 * Parses the arguments that follow a command.
 * @throws StudioError argument-unknown, argument-invalid, argument-missing
 */
export function parseArguments(args: readonly string[], declared: Options): Arguments {
  const options: Options = { ...declared, ...sharedOptions };
  const values = new Map<string, string[]>();
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { value }]) => [name, { type: value ? 'string' : 'boolean' }]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    const argument = token.kind === 'option' ? token.rawName : token.value;
    const isDeclared = token.kind === 'option' && Object.hasOwn(options, token.name);
    const option = isDeclared ? options[token.name] : undefined;
    if (token.kind !== 'option' || !option || !argument.startsWith('--')) {
      throw new StudioError('argument-unknown', { argument, known: Object.keys(options).map(dashed) });
    }
    if (!option.value && token.value !== undefined) {
      const expected = 'given without a value';
      throw new StudioError('argument-invalid', { argument, value: token.value, expected });
    }
    // As in `--run --json`, where the value of --run is missing.
    const isForgotten = !token.value || (!token.inlineValue && token.value.startsWith('--'));
    if (option.value && isForgotten) {
      throw new StudioError('argument-missing', { argument: `The value of ${argument}` });
    }
    values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? '']);
  }
  return new Arguments(values, options);
}

export class Arguments {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #options: Options;

  constructor(values: ReadonlyMap<string, readonly string[]>, options: Options) {
    this.#values = values;
    this.#options = options;
  }

  /** Checks that all required options are given. @throws StudioError argument-missing */
  requireAll(): void {
    for (const [name, { isRequired }] of Object.entries(this.#options)) {
      if (isRequired && !this.has(name)) {
        throw new StudioError('argument-missing', { argument: dashed(name) });
      }
    }
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The last value of an option that is required or was checked with `has`. */
  text(name: string): string {
    const value = this.#values.get(name)?.at(-1);
    if (value === undefined) throw new StudioError('argument-missing', { argument: dashed(name) });
    return value;
  }

  /** An absolute path. */
  path(name: string): string {
    return path.resolve(this.text(name));
  }

  /** A number within a range. @throws StudioError argument-invalid */
  number(name: string, { min = -Infinity, max = Infinity, isWhole = false } = {}): number {
    const text = this.text(name);
    const value = numberIn(text, isWhole);
    if (value !== undefined && value >= min && value <= max) return value;
    const range = min > -Infinity ? ` from ${min} to ${max}` : '';
    const expected = `${isWhole ? 'a whole number' : 'a number'}${range}`;
    throw new StudioError('argument-invalid', { argument: dashed(name), value: text, expected });
  }

  /**
   * The pairs of a repeated `--name key=value`; the last value of a key counts. @throws StudioError argument-invalid
   */
  pairs(name: string): Record<string, string> {
    const pairs = (this.#values.get(name) ?? []).map((text): [string, string] => {
      const equals = text.indexOf('=');
      if (equals < 1) {
        throw new StudioError('argument-invalid', {
          argument: dashed(name),
          value: text,
          expected: 'key=value',
        });
      }
      return [text.slice(0, equals), text.slice(equals + 1)];
    });
    return Object.fromEntries(pairs);
  }
}

function dashed(name: string): string {
  return `--${name}`;
}

/** Arbitrary values for a schema of the contract: most fit it, some are hostile at any depth. */
import fc, { type Arbitrary } from 'fast-check';
import { hostileNumber, hostileText } from '../../model/testing/hostile-values';

/** The parts of a valibot schema that decide what fits. */
interface Shape {
  type: string;
  pipe?: Shape[];
  entries?: Record<string, Shape>;
  item?: Shape;
  items?: Shape[];
  wrapped?: Shape;
  options?: unknown[];
  literal?: unknown;
  key?: Shape;
  value?: Shape;
}

/** What crosses from the page: everything that can be cloned, and nothing that cannot. */
const hostile: Arbitrary<unknown> = fc.oneof(
  hostileNumber,
  hostileText,
  fc.constantFrom(undefined, null, true, NaN, Infinity, 5n, new Date(NaN), new Uint8Array(3), /x/, []),
  fc.constant({ toString: null, valueOf: null }),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
);

/** What the texts of the contract may be. */
export interface Texts {
  /** Runs and galleries that there are, and others. */
  ids: readonly string[];
  /** Paths and names. */
  words: readonly string[];
}

export function valuesOf(schema: unknown, texts: Texts): Arbitrary<unknown> {
  const fitting = fittingOf(schema as Shape, texts);
  return fc.oneof({ weight: 40, arbitrary: fitting }, { weight: 1, arbitrary: hostile });
}

/** Ids alone have a pattern. */
const isId = ({ pipe = [] }: Shape) => pipe.some(({ type }) => type === 'regex');

function fittingOf(schema: Shape, texts: Texts): Arbitrary<unknown> {
  const inner = (of: unknown) => valuesOf(of, texts);
  const { entries = {}, options = [] } = schema;
  switch (schema.type) {
    case 'string':
      return fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...(isId(schema) ? texts.ids : texts.words)) },
        { weight: 1, arbitrary: hostileText },
      );
    case 'number':
      return fc.oneof(fc.constantFrom(0, 1, 2, 8, 20, 40), fc.constantFrom(1, 2, 0.5), hostileNumber);
    case 'boolean':
      return fc.boolean();
    case 'custom':
      return fc.uint8Array({ maxLength: 64 });
    case 'literal':
      return fc.constant(schema.literal);
    case 'picklist':
      return fc.constantFrom(...options);
    case 'union':
    case 'variant':
      return fc.oneof(...options.map(inner));
    case 'optional':
    case 'exact_optional':
      return fc.option(inner(schema.wrapped), { nil: undefined });
    case 'nullable':
      return fc.option(inner(schema.wrapped));
    case 'array':
      return fc.array(inner(schema.item), { maxLength: 5 });
    case 'record':
      return fc.dictionary(
        fc.oneof(fc.constantFrom('levels', 'size', '__proto__'), hostileText),
        inner(schema.value),
        {
          maxKeys: 3,
        },
      );
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, inner(entry)])),
      );
    default:
      throw new Error(`the contract has a schema of a new kind, ${schema.type}`);
  }
}

/** Arbitrary values for fuzz tests: what a hostile file, page or process may hold in the place of something valid. */
import fc, { type Arbitrary } from 'fast-check';

export const hostileNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, 0.5, 255, 256, 2 ** 31, 2 ** 32, 2 ** 53, 1e21, 1e308, -1e308, 5e-324),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);

export const hostileText = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '.', '..', '../x', '/etc/passwd', 'C:\\x', '\\\\server\\share', '__proto__', 'constructor'],
    ...[
      'toString',
      'NaN',
      'null',
      '1e999',
      '-0',
      'a\0b',
      'a\nb',
      '\x1b[2J',
      '\ud800',
      '\u202e',
      'x'.repeat(5000),
    ],
    ...[
      '#ffffff',
      '2024-01-01',
      '0'.repeat(64),
      'f'.repeat(64),
      '/dev/zero',
      'CON',
      'a/b',
      '[object Object]',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** Anything that JSON can hold. */
export const hostileJson: Arbitrary<unknown> = fc.oneof(
  hostileNumber,
  hostileText,
  fc.constantFrom(null, true, false, [], {}, [[]], [null], { length: -1 }, { toString: null, valueOf: 1 }),
  fc.array(fc.oneof(hostileNumber, hostileText), { maxLength: 5 }),
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom(5, 200).map((levels) => nested(levels)),
);

function nested(levels: number): unknown {
  let value: unknown = 0;
  for (let i = 0; i < levels; i++) value = i % 2 ? [value] : { a: value };
  return value;
}

interface Change {
  /** Chooses the entry to change. */
  place: number;
  how: 'replace' | 'remove' | 'add' | 'swap';
  name: string;
  value: unknown;
}

const change: Arbitrary<Change> = fc.record({
  place: fc.nat(),
  how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'swap'),
  name: hostileText,
  value: hostileJson,
});

/** A JSON text in which some entries, at any depth, have another value or type; or whose text itself is damaged. */
export function mutatedJson(document: unknown): Arbitrary<string> {
  const changed = fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) => JSON.stringify(changes.reduce(changedBy, { root: document }).root) ?? '');
  const whole = JSON.stringify(document);
  const damaged = fc
    .tuple(fc.nat(whole.length), fc.nat(20), hostileText)
    .map(([at, left, text]) => whole.slice(0, at) + text + whole.slice(at + left));
  // Deeper than functions can call themselves.
  const deep = fc
    .tuple(fc.nat(), fc.constantFrom('[', '{"a":'))
    .map(([place, opening]) => withDeepValue(document, place, opening));
  return fc.oneof(
    { weight: 8, arbitrary: changed },
    { weight: 1, arbitrary: damaged },
    { weight: 1, arbitrary: deep },
    { weight: 1, arbitrary: hostileJson.map((value) => JSON.stringify(value)) },
  );
}

function withDeepValue(document: unknown, place: number, opening: string): string {
  const mark = 'a value nested deeply';
  const { root } = changedBy({ root: document }, { place, how: 'replace', name: '', value: mark });
  const times = 50_000;
  const closing = opening === '[' ? ']' : '}';
  return JSON.stringify(root).replace(
    JSON.stringify(mark),
    `${opening.repeat(times)}0${closing.repeat(times)}`,
  );
}

type Tree = { root: unknown };

function changedBy(tree: Tree, { place, how, name, value }: Change): Tree {
  const copy = structuredClone(tree);
  const entries = entriesOf(copy);
  const entry = entries[place % entries.length];
  if (!entry) return copy;
  const { holder, key } = entry;
  if (how === 'remove') Reflect.deleteProperty(holder, key);
  else if (how === 'swap') holder[key] = structuredClone(valueOf(entries[(place >> 8) % entries.length]));
  else if (how === 'add' && typeof holder[key] === 'object' && holder[key] !== null) {
    const property = { value: structuredClone(value), enumerable: true, configurable: true, writable: true };
    Object.defineProperty(holder[key], Array.isArray(holder[key]) ? holder[key].length : name, property);
  } else holder[key] = structuredClone(value);
  return copy;
}

interface Entry {
  holder: Record<string, unknown>;
  key: string;
}

const valueOf = (entry: Entry | undefined) => entry?.holder[entry.key];

/** Every entry of a tree. The long lists of a document count by their first entries. */
function entriesOf(value: unknown, levels = 0): Entry[] {
  if (typeof value !== 'object' || value === null || levels > 20) return [];
  const holder = value as Record<string, unknown>;
  const keys = Object.keys(holder).slice(0, 60);
  return keys.flatMap((key) => [{ holder, key }, ...entriesOf(holder[key], levels + 1)]);
}

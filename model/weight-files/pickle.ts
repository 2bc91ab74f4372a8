/**
 * Reads the part of Python's pickle format that a dictionary of tensors needs, and nothing that could run code:
 * globals are looked up in a given table, and anything else is refused. Opcodes:
 * https://docs.python.org/3/library/pickletools.html
 */

import { mostPickleArguments, mostPickleBytes, mostPickleContainers, mostPickleLevels } from '../limits';

/** The message says why a pickle is refused, as a sentence without a full stop. */
export class PickleRefused extends Error {}

export interface PickleEnvironment {
  /** The values of globals by `module.name`. REDUCE calls functions with its arguments. */
  globals: ReadonlyMap<string, unknown>;
  /** An object stored outside the pickle, by its persistent id. */
  persistent(id: unknown): unknown;
}

/**
 * Decodes a pickle. Dictionaries become Maps and tuples become arrays; attributes set on an object are dropped.
 * @throws PickleRefused
 */
export function readPickle(bytes: Uint8Array, world: PickleEnvironment): unknown {
  if (bytes.length > mostPickleBytes) throw new PickleRefused('Its list of tensors is too long');
  try {
    return new PickleMachine(bytes, world).run();
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new PickleRefused('Its list of tensors is cut short');
    throw thrown;
  }
}

class PickleMachine {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #world: PickleEnvironment;
  readonly #stack: unknown[] = [];
  /** The height of the stack at each open MARK. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, unknown>();
  /** How many levels of tuples and dictionaries each one holds, itself included. */
  readonly #levels = new WeakMap<object, number>();
  #containers = 0;
  #at = 0;

  constructor(bytes: Uint8Array, world: PickleEnvironment) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#world = world;
  }

  run(): unknown {
    for (;;) {
      const opcode = String.fromCharCode(this.#uint8());
      if (opcode === '.') return this.#pop();
      const act = this.#opcodes[opcode];
      if (!act) throw new PickleRefused('It holds more than named tensors');
      act();
    }
  }

  readonly #opcodes: Readonly<Record<string, () => void>> = {
    // PROTO, FRAME: ignored
    '\x80': () => this.#skip(1),
    '\x95': () => this.#skip(8),
    // MARK
    '(': () => this.#marks.push(this.#stack.length),
    // NEWTRUE, NEWFALSE, BININT, BININT1, BININT2
    '\x88': () => this.#push(true),
    '\x89': () => this.#push(false),
    J: () => this.#push(this.#view.getInt32(this.#skip(4), true)),
    K: () => this.#push(this.#uint8()),
    M: () => this.#push(this.#view.getUint16(this.#skip(2), true)),
    // BINUNICODE, SHORT_BINUNICODE
    X: () => this.#push(this.#text(this.#uint32())),
    '\x8c': () => this.#push(this.#text(this.#uint8())),
    // EMPTY_TUPLE, TUPLE1, TUPLE2, TUPLE3, TUPLE
    ')': () => this.#push(this.#tuple([])),
    '\x85': () => this.#push(this.#tuple(this.#take(1))),
    '\x86': () => this.#push(this.#tuple(this.#take(2))),
    '\x87': () => this.#push(this.#tuple(this.#take(3))),
    t: () => this.#push(this.#tuple(this.#takeToMark())),
    // EMPTY_DICT, SETITEM, SETITEMS
    '}': () => this.#push(this.#counted(new Map())),
    s: () => this.#setItems(this.#take(2)),
    u: () => this.#setItems(this.#takeToMark()),
    // BINPUT, LONG_BINPUT, MEMOIZE, BINGET, LONG_BINGET
    q: () => this.#memo.set(this.#uint8(), this.#top()),
    r: () => this.#memo.set(this.#uint32(), this.#top()),
    '\x94': () => this.#memo.set(this.#memo.size, this.#top()),
    h: () => this.#push(this.#memo.get(this.#uint8())),
    j: () => this.#push(this.#memo.get(this.#uint32())),
    // GLOBAL, STACK_GLOBAL, REDUCE, BUILD, BINPERSID
    c: () => this.#push(this.#global(this.#line(), this.#line())),
    '\x93': () => this.#push(this.#global(...(this.#take(2) as [unknown, unknown]))),
    R: () => this.#push(this.#call(...(this.#take(2) as [unknown, unknown]))),
    b: () => void this.#pop(),
    Q: () => this.#push(this.#world.persistent(this.#pop())),
  };

  #global(module: unknown, name: unknown): unknown {
    if (typeof module !== 'string' || typeof name !== 'string') throw malformed();
    const path = `${module}.${name}`;
    const found = this.#world.globals.get(path);
    if (found === undefined) throw new PickleRefused(`It holds a ${path}, and only named tensors are read`);
    return found;
  }

  #call(callee: unknown, values: unknown): unknown {
    if (typeof callee !== 'function' || !Array.isArray(values)) throw malformed();
    if (values.length > mostPickleArguments) throw malformed();
    const made = (callee as (...values: unknown[]) => unknown)(...(values as unknown[]));
    return made instanceof Map ? this.#counted(made) : made;
  }

  #setItems(items: unknown[]): void {
    const target = this.#top();
    if (!(target instanceof Map) || items.length % 2) throw malformed();
    for (let i = 0; i < items.length; i += 2) target.set(items[i], items[i + 1]);
    this.#nest(target, items);
  }

  #tuple(items: unknown[]): unknown[] {
    this.#nest(items, items);
    return this.#counted(items);
  }

  /** Counts a tuple or dictionary, since each takes far more memory than its byte of the pickle. */
  #counted<T extends object>(container: T): T {
    if (++this.#containers > mostPickleContainers) throw new PickleRefused('Its list of tensors is too long');
    return container;
  }

  /** Records how deep `outer` is once it holds these items. */
  #nest(outer: object, inner: readonly unknown[]): void {
    let levels = this.#levels.get(outer) ?? 1;
    for (const item of inner) {
      if (typeof item === 'object' && item !== null) {
        levels = Math.max(levels, 1 + (this.#levels.get(item) ?? 1));
      }
    }
    if (levels > mostPickleLevels) throw new PickleRefused('Its list of tensors is nested too deeply');
    this.#levels.set(outer, levels);
  }

  #push(value: unknown): void {
    this.#stack.push(value);
  }

  #top(): unknown {
    if (!this.#stack.length) throw malformed();
    return this.#stack.at(-1);
  }

  #pop(): unknown {
    return this.#take(1)[0];
  }

  #take(count: number): unknown[] {
    if (this.#stack.length < count) throw malformed();
    return this.#stack.splice(-count);
  }

  #takeToMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw malformed();
    return this.#stack.splice(mark);
  }

  #uint8(): number {
    return this.#view.getUint8(this.#skip(1));
  }

  #uint32(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }

  #text(length: number): string {
    const start = this.#skip(length);
    if (this.#at > this.#bytes.length) throw new RangeError('text ends beyond the pickle');
    return new TextDecoder().decode(this.#bytes.subarray(start, this.#at));
  }

  #line(): string {
    const length = this.#bytes.subarray(this.#at).indexOf(10);
    if (length < 0) throw new RangeError('line does not end');
    const line = this.#text(length);
    this.#skip(1);
    return line;
  }

  /** Advances by `length` bytes. @returns the position before */
  #skip(length: number): number {
    this.#at += length;
    return this.#at - length;
  }
}

function malformed(): PickleRefused {
  return new PickleRefused('Its list of tensors is damaged');
}

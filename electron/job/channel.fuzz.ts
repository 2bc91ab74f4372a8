/** A process at the other end of a job's pipe that was taken over: whatever it sends, only messages arrive. */
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { Packr } from 'msgpackr';
import { fuzz, fuzzOf } from '../../model/testing/fuzz-process';
import { hostileJson } from '../../model/testing/hostile-values';
import { Channel } from './channel';
import { isFromJob, isToJob } from './messages';

const packer = new Packr({ useRecords: false, moreTypes: true, copyBuffers: true, variableMapSize: true });
const id = fc.oneof(fc.nat(9), fc.constantFrom(-1, 0.5, NaN, 2 ** 60, '1', null));
const value = fc.oneof(
  hostileJson,
  fc.anything({ withTypedArray: true, withDate: true, withMap: true, withBigInt: true }),
);
const message = fc.oneof(
  fc.record({
    type: fc.constantFrom('ready', 'event', 'value', 'error', 'x'),
    id,
    event: value,
    value,
    pid: id,
  }),
  fc.record({ type: fc.constant('error'), id, error: fc.record({ code: value, facts: value }) }),
  fc.record({
    id,
    name: fc.oneof(fc.constantFrom('cancel', 'constructor', 'train'), value),
    argument: value,
  }),
  value,
);
const body = fc.oneof(
  { weight: 5, arbitrary: message.map(pack) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
  // Lists, maps, texts, bytes and extensions of a length that the frame does not have.
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(0xdd, 0xdf, 0xdb, 0xc6, 0xc9, 0xdc, 0xde),
        fc.constantFrom(0x7f, 0xff, 0),
        fc.uint8Array(),
      )
      .map(([code, high, rest]) => Uint8Array.from([code, high, 0xff, 0xff, 0xff, ...rest])),
  },
);
const frame = fc.tuple(body, fc.constantFrom(0, 0, 0, 0, 0, 0, 1, -1, 2 ** 31)).map(([bytes, lie]) => {
  const header = Buffer.alloc(4);
  header.writeUInt32LE((bytes.length + lie) >>> 0);
  return Buffer.concat([header, bytes]);
});

/** What MessagePack cannot hold is no message. */
function pack(all: unknown): Uint8Array {
  try {
    return packer.pack(all);
  } catch {
    return Uint8Array.of(0xc0);
  }
}

const frames = fuzzOf(
  fc.record({
    all: fc.array(frame, { maxLength: 6 }),
    cut: fc.integer({ min: 1, max: 40 }),
    toJob: fc.boolean(),
  }),
  ({ all, cut, toJob }) => {
    const isMessage = toJob ? isToJob : isFromJob;
    const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    let broken = 0;
    const hear = (heard: unknown) => {
      if (broken) throw new Error('a message after the end');
      if (!isMessage(heard)) throw new Error('something that is no message');
    };
    new Channel<unknown, unknown>(
      stream,
      (heard): heard is unknown => isMessage(heard),
      hear,
      () => void broken++,
    );
    const bytes = Buffer.concat(all);
    // As the system does: a piece at a time, and nothing when the stream is destroyed.
    for (let at = 0; at < bytes.length && !stream.destroyed; at += cut)
      stream.emit('data', bytes.subarray(at, at + cut));
    if (broken > 1) throw new Error('reported more than once');
  },
);

await fuzz({ frames });

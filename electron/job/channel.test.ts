import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { Channel } from './channel';

/** The two ends of a pipe that splits its data into pieces of `size` bytes. */
function pipe(size: number): [Duplex, Duplex] {
  const ends: Duplex[] = [];
  const end = (other: number) =>
    new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        for (let at = 0; at < chunk.length; at += size) ends[other]?.push(chunk.subarray(at, at + size));
        done();
      },
    });
  ends.push(end(1), end(0));
  return ends as [Duplex, Duplex];
}

const isAnything = (value: unknown): value is unknown => value !== 'a fault';
const unused = () => {
  throw new Error('nothing was to arrive');
};

test.each([1, 3, 7, 65536])('messages arrive whole and in order in pieces of %i bytes', async (size) => {
  const [left, right] = pipe(size);
  const received: unknown[] = [];
  const messages = [
    null,
    'ä',
    {
      id: 1,
      name: 'x',
      argument: { pixels: Uint8Array.from([1, 2, 3]), values: Float32Array.from([0.5, -1]) },
    },
    Array.from({ length: 300 }, (_, i) => i / 3),
    { nothing: undefined, big: 2 ** 40, infinite: Infinity },
  ];
  const done = new Promise<void>((resolve) => {
    const receive = (message: unknown) => {
      received.push(message);
      if (received.length === messages.length) resolve();
    };
    new Channel<never, unknown>(right, isAnything, receive, unused);
  });
  const channel = new Channel<unknown, unknown>(left, isAnything, unused, unused);
  for (const message of messages) channel.send(message);
  await done;
  expect(received.slice(0, 2)).toEqual(messages.slice(0, 2));
  const [, , third] = received as [
    unknown,
    unknown,
    { argument: { pixels: Uint8Array; values: Float32Array } },
  ];
  expect([...third.argument.pixels]).toEqual([1, 2, 3]);
  expect(third.argument.values).toBeInstanceOf(Float32Array);
  expect([...third.argument.values]).toEqual([0.5, -1]);
  expect(received[3]).toEqual(messages[3]);
  expect(received[4]).toMatchObject({ big: 2 ** 40, infinite: Infinity });
});

test('a message to a closed end is dropped', () => {
  const [left] = pipe(10);
  const channel = new Channel<unknown, unknown>(left, isAnything, unused, unused);
  left.destroy();
  expect(() => channel.send('late')).not.toThrow();
});

test.each([
  ['longer than any message', Buffer.from([255, 255, 255, 255])],
  ['not MessagePack', Buffer.from([1, 0, 0, 0, 0xc1])],
  ['of another kind', Buffer.from([1, 0, 0, 0, 0xc0])],
])('a frame that is %s closes the channel, and is reported once', async (_, frame) => {
  const [left, right] = pipe(3);
  const received: unknown[] = [];
  const broken = new Promise<void>((resolve) => {
    const isText = (value: unknown): value is string => typeof value === 'string';
    new Channel<never, string>(right, isText, (text) => received.push(text), resolve);
  });
  new Channel<unknown, unknown>(left, isAnything, unused, unused).send('before');
  left.write(frame);
  left.write(frame);
  await broken;
  expect(received).toEqual(['before']);
  expect(right.destroyed).toBe(true);
});

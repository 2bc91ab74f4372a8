import { expect, test } from 'vitest';
import { LastingChannel } from './lasting-channel';

/** Two sides of a connection that can be cut; what one sends while it is cut arrives nowhere. */
function bothSides() {
  const [atA, atB]: [unknown[], unknown[]] = [[], []];
  const a = new LastingChannel((body) => atA.push(body));
  const b = new LastingChannel((body) => atB.push(body));
  const connect = () => {
    const [seenByA, seenByB] = [a.seen, b.seen];
    a.attach((data) => b.receive(data), seenByB);
    b.attach((data) => a.receive(data), seenByA);
  };
  const cut = () => {
    a.attach(() => {}, 0);
    b.attach(() => {}, 0);
  };
  return { a, b, atA, atB, connect, cut };
}

test('messages arrive once and in order, whatever a connection loses', () => {
  const { a, b, atA, atB, connect, cut } = bothSides();
  a.send('before any connection');
  connect();
  b.send(new Float32Array([1, 2]));
  cut();
  a.send(['lost', undefined]);
  b.send('lost too');
  connect();
  connect();
  a.send('after');
  expect(atB).toEqual(['before any connection', ['lost', undefined], 'after']);
  expect(atA).toEqual([new Float32Array([1, 2]), 'lost too']);
});

test('what the other side has seen is not kept', async () => {
  const { a, b, connect } = bothSides();
  a.send('x'.repeat(1000));
  expect(a.keptBytes).toBeGreaterThan(1000);
  connect();
  // The other side says so after a while even if it has nothing else to say.
  await expect.poll(() => a.keptBytes).toBe(0);
  a.send('y');
  b.send('an answer');
  expect(a.keptBytes).toBe(0);
});

test('a message that is missing or damaged is an error', () => {
  const { a, b } = bothSides();
  const frames: Uint8Array[] = [];
  a.attach((data) => frames.push(data), 0);
  for (const body of ['one', 'two']) a.send(body);
  expect(() => b.receive(frames[1] as Uint8Array)).toThrow('message 2 came after 0');
  expect(() => b.receive(new Uint8Array([0xc1, 1, 2]))).toThrow();
  expect(() => b.receive(new Uint8Array([7]))).toThrow();
});

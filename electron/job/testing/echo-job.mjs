// A job without TensorFlow for the host's tests: answers in the shape of process.ts over the same pipe.
import net from 'node:net';
import { Packr } from 'msgpackr';

const packer = new Packr({ useRecords: false, moreTypes: true, copyBuffers: true, variableMapSize: true });
const pipe = new net.Socket({ fd: 3, readable: true, writable: true });
let waiting = Buffer.alloc(0);

pipe.on('data', (part) => {
  waiting = Buffer.concat([waiting, part]);
  while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32LE(0)) {
    const end = 4 + waiting.readUInt32LE(0);
    answer(packer.unpack(waiting.subarray(4, end)));
    waiting = waiting.subarray(end);
  }
});
pipe.on('end', () => process.exit(0));

/** @param {unknown} message */
function send(message) {
  const body = packer.pack(message);
  const header = Buffer.alloc(4);
  header.writeUInt32LE(body.length, 0);
  pipe.write(Buffer.concat([header, body]));
}

/** @param {{ id: number, name: string, argument: unknown }} request */
function answer({ id, name, argument }) {
  if (name === 'scanFolder') {
    send({ type: 'event', id, event: { done: 1, total: 2 } });
    send({ type: 'event', id, event: { done: 2, total: 2 } });
    send({ type: 'value', id, value: argument });
  } else if (name === 'pauseTraining') {
    send({ type: 'error', id, error: { code: 'run-missing', facts: { folder: '/x' } } });
  } else if (name === 'stopTraining') {
    console.error('the last words');
    process.kill(process.pid, 'SIGKILL');
  }
  // Other requests stay unanswered.
}

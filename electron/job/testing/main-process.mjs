// In place of the main process, for tests that kill it: starts the job that argv[2] names, sends it the request in
// argv[3], and prints each message that comes back, a line each.
import { spawn } from 'node:child_process';
import { Packr } from 'msgpackr';

const packer = new Packr({ useRecords: false, moreTypes: true, copyBuffers: true, variableMapSize: true });
const [script = '', request = ''] = process.argv.slice(2);
const job = spawn(process.execPath, [script], { stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'pipe'] });

const pipe = /** @type {import('node:net').Socket} */ (job.stdio[3]);
const body = packer.pack(JSON.parse(request));
const header = Buffer.alloc(4);
header.writeUInt32LE(body.length, 0);
pipe.write(Buffer.concat([header, body]));

let waiting = Buffer.alloc(0);
pipe.on('data', (part) => {
  waiting = Buffer.concat([waiting, part]);
  while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32LE(0)) {
    const end = 4 + waiting.readUInt32LE(0);
    console.log(JSON.stringify(packer.unpack(waiting.subarray(4, end))));
    waiting = waiting.subarray(end);
  }
});

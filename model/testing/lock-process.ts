/** A separate process that takes the lock of a run, for tests of two trainers. The test builds and starts it. */
import { takeRunLock } from '../run/run-lock';
import { toErrorData } from '../errors';

const [runFolder = '', ending] = process.argv.slice(2);

// Waits for a line on stdin, so that several processes can try at the same moment.
process.stdin.once('data', () => {
  try {
    takeRunLock(runFolder);
    process.stdout.write('held\n');
  } catch (thrown) {
    process.stdout.write(`${toErrorData(thrown).code}\n`);
    process.exit();
  }
  if (ending === 'exit') process.exit();
  if (ending === 'throw') throw new Error('struck by lightning');
});
process.stdout.write('ready\n');

/** A process of its own that takes the lock of a run, for tests of two trainers. Built and started by the test. */
import { takeRunLock } from '../run/run-lock';
import { toErrorData } from '../errors';

const [runFolder = '', ending] = process.argv.slice(2);

// Whoever started it says when, so that several try at the same moment.
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

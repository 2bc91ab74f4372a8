import { expect, test } from 'vitest';
import { parseArguments } from './arguments';

const options = { run: { value: 'DIR', meaning: 'a folder' } };

test.each(['--constructor', '--toString', '--__proto__', '--hasOwnProperty=1', '-run', '--'.padEnd(40, 'x')])(
  '%s is not known',
  (argument) => expect(() => parseArguments([argument], options)).toThrow('argument-unknown'),
);

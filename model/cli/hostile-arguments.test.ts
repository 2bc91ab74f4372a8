import path from 'node:path';
import { isWhole } from '../testing/fault-plan';
import { fuzzApart } from '../testing/fuzz-apart';

fuzzApart(path.join(import.meta.dirname, 'arguments.fuzz.ts'), isWhole ? 10_000 : 300, {
  words: 'any arguments are refused by name, and steer no terminal',
});

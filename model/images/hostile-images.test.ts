import path from 'node:path';
import { isWhole } from '../testing/fault-plan';
import { fuzzApart } from '../testing/fuzz-apart';

fuzzApart(
  path.join(import.meta.dirname, 'hostile-images.fuzz.ts'),
  isWhole ? 2400 : 150,
  { files: 'a folder of hostile files is read, each of them or refused by name' },
  { megabytes: 2048, seconds: 120 },
);

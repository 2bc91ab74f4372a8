import path from 'node:path';
import { isWhole } from '../testing/fault-plan';
import { fuzzApart } from '../testing/fuzz-apart';

fuzzApart(
  path.join(import.meta.dirname, 'pictures.fuzz.ts'),
  isWhole ? 10_000 : 200,
  { png: 'a PNG with any chunks and texts is read or refused by name' },
  { arguments: [path.join(import.meta.dirname, '../testing/fixtures/made-by-0.1.0')] },
);

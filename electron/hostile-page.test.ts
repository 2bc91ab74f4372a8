import path from 'node:path';
import { isWhole } from '../model/testing/fault-plan';
import { fuzzApart } from '../model/testing/fuzz-apart';

fuzzApart(
  path.join(import.meta.dirname, 'contract.fuzz.ts'),
  isWhole ? 10_000 : 200,
  { contract: 'any calls of a page get coded errors, and reach only files that were chosen' },
  {
    alias: { electron: path.join(import.meta.dirname, 'testing/no-electron.ts') },
    arguments: [path.join(import.meta.dirname, '../model/testing/fixtures/made-by-0.1.0')],
  },
);

import path from 'node:path';
import { isWhole } from '../../model/testing/fault-plan';
import { fuzzApart } from '../../model/testing/fuzz-apart';

fuzzApart(
  path.join(import.meta.dirname, 'library.fuzz.ts'),
  isWhole ? 10_000 : 80,
  {
    library: 'no run hides another, whatever its files hold',
    preferences: 'any preferences are read, kept where damaged, and written whole',
  },
  { arguments: [path.join(import.meta.dirname, '../../model/testing/fixtures/made-by-0.1.0')] },
);

import path from 'node:path';
import { isWhole } from '../testing/fault-plan';
import { fuzzApart } from '../testing/fuzz-apart';

fuzzApart(
  path.join(import.meta.dirname, 'run-files.fuzz.ts'),
  isWhole ? 10_000 : 60,
  {
    record: 'any run.json is read or refused by name',
    state: 'any state.json is read or refused by name',
    gallery: 'any gallery.json is read or refused by name, and hides no other',
    description: 'any description.json leaves the run readable',
    lock: 'any lock.json is a lock or is refused by name',
    metrics: 'of any metrics.jsonl the metrics alone are read',
    pointer: 'any pointer to a checkpoint is read or refused by name',
    imported: 'any .pixelcnn file is imported whole, or refused by name and nothing is left',
  },
  { arguments: [path.join(import.meta.dirname, '../testing/fixtures/made-by-0.1.0')] },
);

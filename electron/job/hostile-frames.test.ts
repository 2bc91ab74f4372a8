import path from 'node:path';
import { isWhole } from '../../model/testing/fault-plan';
import { fuzzApart } from '../../model/testing/fuzz-apart';

fuzzApart(path.join(import.meta.dirname, 'channel.fuzz.ts'), isWhole ? 10_000 : 300, {
  frames: 'of any frames only messages arrive, and none after one that is not',
});

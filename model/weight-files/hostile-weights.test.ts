import path from 'node:path';
import { isWhole } from '../testing/fault-plan';
import { fuzzApart } from '../testing/fuzz-apart';

fuzzApart(path.join(import.meta.dirname, 'weight-files.fuzz.ts'), isWhole ? 10_000 : 300, {
  pickle: 'weights with any list of tensors are read or refused by name',
  torch: 'weights in any archive are read or refused by name',
  zip: 'an archive is unpacked as it was packed, or refused by name',
  safetensors: 'weights with any header are read or refused by name',
  damaged: 'weights with any bytes damaged are read or refused by name',
});

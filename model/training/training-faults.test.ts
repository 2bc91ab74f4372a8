/** A training whose disk fails at any operation on its files. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toErrorData } from '../errors';
import { readRunRecord } from '../run/run-folder';
import { chosen, report } from '../testing/fault-plan';
import { createFaultedRun, requireWholeCheckpoints, resultOf, trainToEnd } from '../testing/faulted-run';
import { injectFaults, type Fault, type Operation } from '../testing/file-faults.mjs';
import { writeTinyImages } from '../testing/tiny-images';

let folder: string;
let unbroken: ReturnType<typeof resultOf>;
let operations: Operation[];

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'training-faults-'));
  await writeTinyImages(path.join(folder, 'images'), { count: 12, size: 8 });
  const run = newRun('unbroken');
  const faults = injectFaults(run, () => undefined);
  expect(await trainToEnd(run, false).finally(faults.restore)).toBeUndefined();
  operations = faults.operations;
  unbroken = resultOf(run);
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

function newRun(name: string): string {
  const run = path.join(folder, name);
  createFaultedRun(run, path.join(folder, 'images'));
  return run;
}

/** @returns the error, if any */
async function survive(fault: Fault, { number, name, file }: Operation): Promise<string | undefined> {
  const at = `${fault} at operation ${number}, ${name} of ${path.basename(file)}`;
  const run = newRun(`${fault}-${number}`);
  const faults = injectFaults(run, (operation) => (operation.number === number ? fault : undefined));
  const error = await trainToEnd(run, false).finally(faults.restore);
  try {
    if (error && !/^(file-unwritable|folder-gone|place-unusable)$/.test(error.code))
      return `${at}: ${error.code}`;
    requireWholeCheckpoints(run);
    const hasBegun = readRunRecord(run).history.length > 0;
    const again = error && (await trainToEnd(run, hasBegun));
    if (again) return `${at}: cannot be resumed, ${JSON.stringify(again)}`;
    return isDeepStrictEqual(resultOf(run), unbroken) ? undefined : `${at}: another result`;
  } catch (thrown) {
    return `${at}: ${JSON.stringify(toErrorData(thrown))}`;
  } finally {
    fs.rmSync(run, { recursive: true });
  }
}

test('a run reports any failing operation on its files, keeps its checkpoints and can be resumed', async () => {
  const startedAt = performance.now();
  expect(operations.length).toBeGreaterThan(100);
  const faults: Fault[] = ['EIO', 'ENOSPC', 'EPERM', 'EXDEV'];
  const cases = chosen(
    operations.flatMap((operation) => faults.map((fault) => ({ fault, operation }))),
    20,
  );
  const failures: string[] = [];
  for (const { fault, operation } of cases) {
    const failure = await survive(fault, operation);
    if (failure !== undefined) failures.push(failure);
  }
  report('A disk that refuses one operation of a training', cases.length, failures, startedAt);
  expect(failures).toEqual([]);
});

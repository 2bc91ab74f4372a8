import fs from 'node:fs';
import path from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { expect } from 'playwright/test';
import { hasFuses } from '../electron/setup/fuses.mjs';

/**
 * Lets Playwright drive a packed program, which it does by debugging it: changes one word of it, in place, and the fuses
 * that forbid it where there are any.
 * @param folder of the program
 * @param program the file of Electron in it
 */
export async function allowDebugging(folder: string, program: string): Promise<void> {
  const archive = path.join(folder, 'resources/app.asar');
  const bytes = fs.readFileSync(archive);
  const at = bytes.indexOf('"remoteDebugging": "refused"');
  expect(at).toBeGreaterThan(0);
  bytes.write('"remoteDebugging": "allowed"', at);
  fs.writeFileSync(archive, bytes);
  if (!hasFuses(path.join(folder, program))) return;
  await flipFuses(path.join(folder, program), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
  });
}

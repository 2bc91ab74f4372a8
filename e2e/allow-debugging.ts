import fs from 'node:fs';
import { expect } from 'playwright/test';

/** Changes one word of the packed program, in place: Playwright drives a window by debugging it. */
export function allowDebugging(archive: string): void {
  const bytes = fs.readFileSync(archive);
  const at = bytes.indexOf('"remoteDebugging": "refused"');
  expect(at).toBeGreaterThan(0);
  bytes.write('"remoteDebugging": "allowed"', at);
  fs.writeFileSync(archive, bytes);
}

import './node-version.mjs';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { problemText, SetupProblem } from './problem.mjs';
import { crossCompiler } from './cross-compiler.mjs';
import { packages } from './packages.mjs';
import { inRoot } from './places.mjs';
import { documentOf } from './platforms-document.mjs';
import { setUp } from './steps.mjs';
import { requireLlvm } from './native-files.mjs';
import { proveWheel } from './wheel-proof.mjs';
import { proveWindows } from './windows-proof.mjs';

// `npm run test:platforms`: takes the steps that install TensorFlow on Linux arm64 and macOS arm64 with their real
// wheels and a compiler for these systems, checks the addon that they make, and writes what was found to a document.
// For Windows it links the addon with the C interface of TensorFlow 2.9.1.
await setUp([packages]);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pixelcnn-studio-platforms-'));
try {
  const proofs = await prove();
  const failures = proofs.flatMap(({ system, failed }) => failed.map((failure) => `${system}: ${failure}`));
  if (!failures.length) fs.writeFileSync(inRoot('resources/docs/platforms.md'), documentOf(proofs));
  console.log(failures.join('\n') || 'Linux arm64, macOS arm64 and Windows x64: passed');
  process.exitCode = failures.length ? 1 : 0;
} catch (error) {
  const text = problemText(error);
  if (!text) throw error;
  console.error(text);
  process.exitCode = 1;
} finally {
  fs.rmSync(folder, { recursive: true });
}

async function prove() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupProblem('The compiler for other systems is fetched for Linux x64.', 'Run this there.');
  }
  requireLlvm();
  const zig = await crossCompiler(report);
  return [
    await proveWheel(
      { platform: 'linux', arch: 'arm64', target: 'aarch64-linux-gnu.2.27' },
      folder,
      zig,
      report,
    ),
    await proveWheel(
      { platform: 'darwin', arch: 'arm64', target: 'aarch64-macos.12.0' },
      folder,
      zig,
      report,
    ),
    await proveWindows(folder, zig, report),
  ];
}

/** @param {string} progress */
function report(progress) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${progress}`);
}

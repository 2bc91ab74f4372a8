import os from 'node:os';

/**
 * The document of what `npm run test:platforms` found.
 * @param {import('./wheel-proof.mjs').Proof[]} proofs
 */
export function documentOf(proofs) {
  const date = new Date().toISOString().slice(0, 10);
  const cpu = os.cpus()[0]?.model ?? 'an unknown processor';
  return `# Other systems

Made by \`npm run test:platforms\` on ${date}, on ${cpu} (Linux x64), Node ${process.versions.node}. It takes the steps of the set-up with the real wheels of TensorFlow and a compiler for other systems, and reads what they made. It loads nothing: that needs the systems themselves.

Linux arm64 and macOS arm64 get TensorFlow 2.21.0 by wheel. The addon of tfjs-node is compiled and linked with the same arguments as on the system itself. Windows gets TensorFlow 2.9.1 by tfjs-node's own script. Here the addon is compiled with that version's headers and linked with the import library of its wheel for Python 3.10, since the registry does not have the library for C; a function that this lacks is an error of the linker.

${proofs.map(section).join('\n')}`;
}

/** @param {import('./wheel-proof.mjs').Proof} proof */
function section({ system, facts }) {
  const rows = facts.map(([what, value]) => `| ${what} | ${value} |`);
  return `## ${system}\n\n|     |     |\n| --- | --- |\n${rows.join('\n')}\n`;
}

import os from 'node:os';

/** The memory after a share of the work. */
export interface Reading {
  share: number;
  tensors: number;
  /** Resident memory of the process. */
  bytes: number;
}

export interface Soaked {
  what: string;
  readings: Reading[];
}

/** Caches and pools fill in the first tenth of the work. */
const settledShare = 0.1;

const inMebibytes = (bytes: number) => bytes / 2 ** 20;

/** A table of how memory changed from the first tenth of each work to its end, in Markdown. */
export function soakDocument(results: readonly Soaked[]): string {
  const rows = results.map(({ what, readings }) => {
    const settled = readings.filter(({ share }) => share >= settledShare);
    const [first, last] = [settled[0], settled[settled.length - 1]];
    if (!first || !last) throw new RangeError(`${what}: too few readings`);
    const mebibytes = settled.map(({ bytes }) => inMebibytes(bytes));
    const grown = inMebibytes(last.bytes - first.bytes).toFixed(1);
    const range = (Math.max(...mebibytes) - Math.min(...mebibytes)).toFixed(1);
    return [what, first.tensors, last.tensors, inMebibytes(first.bytes).toFixed(1), grown, range];
  });
  const header = [
    ['Work', 'Tensors at 10 %', 'Tensors at 100 %', 'Resident at 10 %, MiB', 'Grown by, MiB', 'Range, MiB'],
    ['---', '--:', '--:', '--:', '--:', '--:'],
  ];
  const cpu = os.cpus()[0]?.model ?? 'an unknown processor';
  return `# Memory over long work

Made by \`npm run soak\` on ${cpu} with ${os.cpus().length} cores, Node ${process.versions.node}. Memory is read a hundred
times on the way, after a garbage collection.

${[...header, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')}

![Resident memory over the share of the work](soak.svg)
`;
}

const colours = ['#3b6fb6', '#c25e00', '#2e7d4f'];

/** Resident memory over the share of the work, one line for each. */
export function soakPlot(results: readonly Soaked[]): string {
  const [width, height, left, bottom, top] = [720, 300, 60, 40, 20 + 18 * results.length];
  const most = Math.max(
    ...results.flatMap(({ readings }) => readings.map(({ bytes }) => inMebibytes(bytes))),
  );
  const x = (share: number) => (left + (width - left - 10) * share).toFixed(1);
  const y = (mebibytes: number) =>
    (height - bottom - ((height - bottom - top) * mebibytes) / most).toFixed(1);
  const lines = results.map(({ what, readings }, index) => {
    const points = readings.map(({ share, bytes }) => `${x(share)},${y(inMebibytes(bytes))}`).join(' ');
    const colour = colours[index % colours.length];
    return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="1.5"/>
<text x="${left + 6}" y="${16 + 18 * index}" fill="${colour}">${what}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#ffffff"/>
<path d="M${left} ${top}V${height - bottom}H${width - 10}" fill="none" stroke="#555555"/>
<text x="${left - 6}" y="${y(most)}" text-anchor="end" dominant-baseline="hanging">${most.toFixed(0)} MiB</text>
<text x="${left - 6}" y="${y(0)}" text-anchor="end">0</text>
<text x="${x(0)}" y="${height - 20}">0 %</text>
<text x="${x(1)}" y="${height - 20}" text-anchor="end">100 % of the work</text>
${lines.join('\n')}
</svg>
`;
}

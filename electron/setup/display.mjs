import childProcess from 'node:child_process';

/**
 * Starts a virtual display with a free number.
 * @returns {Promise<{ name: string, stop: () => void }>}
 */
export function startVirtualDisplay() {
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const server = childProcess.spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let output = '';
    server.stderr?.on('data', (text) => {
      output += text;
    });
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`Xvfb ended with code ${code}. ${output}`)));
    server.stdio[3]?.on('data', (number) => {
      resolve({ name: `:${String(number).trim()}`, stop: () => server.kill() });
    });
  });
}

/** Whether windows need a virtual display: on Linux without a display. */
export const hasNoScreen = () => process.platform === 'linux' && !process.env.DISPLAY;

/**
 * Runs `work`, which opens windows, on the existing display or, on Linux without one, on a virtual display.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function onSomeDisplay(work) {
  const display = hasNoScreen() && (await startVirtualDisplay());
  if (display) process.env.DISPLAY = display.name;
  try {
    return await work();
  } finally {
    if (display) display.stop();
  }
}

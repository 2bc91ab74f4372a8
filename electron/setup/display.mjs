import childProcess from 'node:child_process';

/**
 * Starts a display without a screen under a number that is free.
 * @returns {Promise<{ name: string, stop: () => void }>}
 */
export function startVirtualDisplay() {
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const server = childProcess.spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (text) => {
      said += text;
    });
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`Xvfb ended with code ${code}. ${said}`)));
    server.stdio[3]?.on('data', (number) => {
      resolve({ name: `:${String(number).trim()}`, stop: () => server.kill() });
    });
  });
}

/** Whether windows need a display without a screen: on Linux, where there is none with one. */
export const hasNoScreen = () => process.platform === 'linux' && !process.env.DISPLAY;

/**
 * Does work that opens windows: on the display that there is, or on Linux without one on a display without a screen.
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

import { execFileSync } from 'node:child_process';

/**
 * @typedef {import('../reports').NoCard} NoCard
 * @typedef {{ reason?: undefined, card: string }} UsableCard
 */

/** The oldest driver for CUDA 12. */
const oldestDriver = 525;
/** TensorFlow has no kernels for older cards. */
const oldestCapability = 6;

/** The only system for which TensorFlow's wheels have kernels for cards, as Node names it. */
const systemOfCards = 'linux x64';

/** Whether the driver reports an NVIDIA card that TensorFlow can use. */
export const hasCard = () => findCard().reason === undefined;

/**
 * The name of an NVIDIA card that TensorFlow can use, or why there is none. CUDA_VISIBLE_DEVICES, empty or -1, hides
 * all cards, as it does from every CUDA program.
 * @param {string} [system]
 * @returns {UsableCard | NoCard}
 */
export function findCard(system = `${process.platform} ${process.arch}`) {
  if (system !== systemOfCards) return { reason: 'system', system };
  const devices = process.env.CUDA_VISIBLE_DEVICES;
  if (devices === '' || devices === '-1') return { reason: 'hidden', devices };
  // Drivers from before 2021 do not know what compute_cap is.
  const answer = ask('name,driver_version,compute_cap');
  const { lines, isMissing, refusal } = answer.lines ? answer : ask('name,driver_version');
  if (isMissing) return { reason: 'no-driver' };
  if (!lines) return { reason: 'no-card', answer: refusal };
  const cards = lines.map(judge);
  return cards.find(({ reason }) => reason === undefined) ?? /** @type {NoCard} */ (cards[0]);
}

/**
 * @param {string} line name, driver and compute capability, `NVIDIA A100, 580.159.04, 8.0`
 * @returns {UsableCard | NoCard}
 */
function judge(line) {
  const [card = '', driver = '', capability = ''] = line.split(', ');
  if (!(parseFloat(driver) >= oldestDriver)) {
    return { reason: 'old-driver', card, driver, oldest: oldestDriver };
  }
  if (!(parseFloat(capability) >= oldestCapability)) {
    return { reason: 'old-card', card, capability, oldest: oldestCapability };
  }
  return { card };
}

/**
 * Asks the driver's command for facts of all cards.
 * @param {string} facts
 * @returns {{ lines?: string[], isMissing: boolean, refusal: string }}
 */
function ask(facts) {
  const query = [`--query-gpu=${facts}`, '--format=csv,noheader'];
  try {
    const output = execFileSync('nvidia-smi', query, { encoding: 'utf8', stdio: 'pipe', timeout: 20_000 });
    return { lines: output.trim().split('\n'), isMissing: false, refusal: '' };
  } catch (error) {
    const {
      code,
      stdout = '',
      stderr = '',
    } = /** @type {{ code?: string, stdout?: string, stderr?: string }} */ (error);
    const [refusal = ''] = `${stdout}${stderr}`.trim().split('\n');
    return { isMissing: code === 'ENOENT', refusal: refusal || 'nvidia-smi does not answer' };
  }
}

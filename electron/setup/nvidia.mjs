import { execFileSync } from 'node:child_process';

/** The oldest driver for CUDA 12. */
const oldestDriver = 525;
/** TensorFlow has no kernels for older cards. */
const oldestCapability = 6;

/**
 * Whether the driver reports an NVIDIA card that TensorFlow can use. CUDA_VISIBLE_DEVICES, empty or -1, hides it, as
 * it does from every CUDA program.
 */
export function hasCard() {
  const visible = process.env.CUDA_VISIBLE_DEVICES;
  if (visible === '' || visible === '-1') return false;
  const query = ['--query-gpu=driver_version,compute_cap', '--format=csv,noheader'];
  try {
    const output = execFileSync('nvidia-smi', query, { encoding: 'utf8', stdio: 'pipe', timeout: 20_000 });
    return output.trim().split('\n').some(isRecent);
  } catch {
    return false;
  }
}

/** @param {string} line driver and compute capability, `580.159.04, 9.0` */
function isRecent(line) {
  const [driver, capability] = line.split(',').map(parseFloat);
  return Number(driver) >= oldestDriver && Number(capability) >= oldestCapability;
}

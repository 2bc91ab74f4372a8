/**
 * The peers with which the program is compared: the same networks in Keras and PyTorch (the scripts in peers/), run
 * by a Python environment outside the project that is set up on demand.
 */
import childProcess from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import type { Settings } from '../settings';
import {
  lastLine,
  peersEnvironment,
  peersFolder,
  peersPython,
  run,
  type ProcessResult,
} from './peers-python';

/** The script of each peer, and its options besides the settings. */
const peers = {
  keras: { script: 'keras_training.py' },
  torch: { script: 'torch_training.py' },
  torch_channels_last: { script: 'torch_training.py', memoryFormat: 'channels_last' },
  torch_naive: { script: 'torch_sampling.py' },
};
export type PeerName = keyof typeof peers;

/** A peer that is warmed up and idle until a round is requested. */
export interface Peer {
  /** The learnt parameters of its network, without masked ones. */
  parameters: number;
  /** The versions of its libraries. */
  version: string;
  /** Runs one round, a training step or a drawing. @returns milliseconds */
  measure: () => Promise<number>;
  close: () => Promise<void>;
}

/**
 * Starts a peer. Its training step has the settings' batch size; `torch_naive` draws as many pictures, or only their
 * first `rows`.
 * @throws Error with the last output of a peer that ended
 */
export async function openPeer(name: PeerName, settings: Settings & { rows?: number }): Promise<Peer> {
  const { script, ...more } = peers[name];
  const file = path.resolve('model/bench/peers', script);
  const child = childProcess.spawn(peersPython(), [file, JSON.stringify({ ...settings, ...more })], {
    env: peersEnvironment(),
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (complaints = (complaints + text).slice(-4000)));
  // That a peer has ended is noticed at the end of its output.
  child.stdin.on('error', () => {});
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      // Libraries may print other lines.
      if (line.value.startsWith('{')) return JSON.parse(line.value);
    }
    await closed;
    throw new Error(`The peer ${name} ended: ${lastLine(complaints)}`);
  };
  await once(child, 'spawn');
  return {
    ...((await answer()) as Pick<Peer, 'parameters' | 'version'>),
    measure: async () => {
      child.stdin.write('go\n');
      return ((await answer()) as { ms: number }).ms;
    },
    close: async () => {
      child.stdin.end();
      await closed;
    },
  };
}

interface Library {
  label: string;
  /** Python code that fails unless it is installed. */
  trial: string;
  /** Requirements for pip, the best first. */
  requirements: readonly string[];
}

/** The CPU-only build where there is one. */
const tensorflow = process.arch === 'x64' && process.platform !== 'darwin' ? 'tensorflow-cpu' : 'tensorflow';
const libraries = {
  keras: {
    label: 'Keras',
    trial: 'import keras, tensorflow',
    requirements: [`${tensorflow}==2.21.*`, tensorflow],
  },
  torch: { label: 'PyTorch', trial: 'import torch, numpy', requirements: ['torch==2.13.0', 'torch'] },
} satisfies Record<string, Library>;

/** Which libraries are available. */
export type PeersReady = Record<keyof typeof libraries, boolean>;

export const noPeers: PeersReady = { keras: false, torch: false };

/** Sets up Python and the libraries where they are missing, and logs why a library is unavailable. Never throws. */
export async function preparePeers(log: (line: string) => void): Promise<PeersReady> {
  const ready = { ...noPeers };
  try {
    await createEnvironment(log);
  } catch (error) {
    log(`Without Keras and PyTorch: ${(error as Error).message}`);
    return ready;
  }
  for (const name of ['keras', 'torch'] as const) {
    try {
      await install(libraries[name], log);
      ready[name] = true;
    } catch (error) {
      log(`Without ${libraries[name].label}: ${(error as Error).message}`);
    }
  }
  return ready;
}

async function createEnvironment(log: (line: string) => void): Promise<void> {
  if ((await run(peersPython(), ['--version'])).ok) return;
  const commands = ['python3', 'python'];
  for (const command of commands) {
    if (!(await run(command, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))'])).ok) continue;
    log(`Creating a Python environment in ${peersFolder()}.`);
    const { ok, output } = await run(command, ['-m', 'venv', peersFolder()]);
    if (ok) return;
    const advice = /ensurepip/.test(output) ? 'install the package python3-venv' : lastLine(output);
    throw new Error(`${command} cannot create a virtual environment (${advice}).`);
  }
  throw new Error('there is no Python 3.10 or newer on this machine.');
}

/** Installs a library if it is missing. @throws Error that says in one sentence why it is unavailable */
async function install({ label, trial, requirements }: Library, log: (line: string) => void): Promise<void> {
  if ((await run(peersPython(), ['-c', trial])).ok) return;
  const { requirement, needsCuda } = await firstAvailable(requirements);
  // The size of the download and the unpacked files, measured on Linux.
  const bytes = needsCuda ? 9e9 : 2.2e9;
  const { bavail, bsize } = fs.statfsSync(peersFolder());
  if (bavail * bsize < bytes) {
    throw new Error(
      `${peersFolder()} is on a disk with ${gigabytes(bavail * bsize)} free, and it needs ${gigabytes(bytes)}.`,
    );
  }
  log(
    needsCuda
      ? `Installing ${requirement} with CUDA, which pip requires here: 3 GB to download. (PIP_EXTRA_INDEX_URL can name a package index with CPU-only builds.)`
      : `Installing ${requirement}.`,
  );
  const installed = await pip(['install', '--no-cache-dir', requirement]);
  if (!installed.ok) throw new Error(reasonOf(requirement, installed.output));
  const tried = await run(peersPython(), ['-c', trial]);
  if (!tried.ok) throw new Error(`${label} is installed but does not load: ${lastLine(tried.output)}`);
}

/** The first requirement that pip finds for this Python, and whether it includes NVIDIA's libraries. */
async function firstAvailable(requirements: readonly string[]) {
  let reason = '';
  for (const requirement of requirements) {
    const { ok, output } = await pip(['install', '--dry-run', requirement]);
    if (ok) return { requirement, needsCuda: /^Would install .*\bnvidia-/m.test(output) };
    reason ||= reasonOf(requirement, output);
    if (!/No matching distribution/.test(output)) break;
  }
  throw new Error(reason);
}

/** Runs pip, which also finds the wheels that the program's setup has downloaded. */
function pip([command, ...args]: [string, ...string[]]): Promise<ProcessResult> {
  // pip unpacks here, on the disk whose free space was checked, since /tmp may be in memory.
  const temporary = path.join(peersFolder(), 'tmp');
  fs.mkdirSync(temporary, { recursive: true });
  const options = [
    '--disable-pip-version-check',
    '--no-input',
    `--find-links=${path.dirname(peersFolder())}`,
  ];
  return run(peersPython(), ['-m', 'pip', command, ...options, ...args], {
    ...peersEnvironment(),
    TMPDIR: temporary,
  });
}

function reasonOf(requirement: string, output: string): string {
  if (/connection broken|connection error|Failed to establish|Temporary failure/i.test(output)) {
    return `pip reaches no package index from which to fetch ${requirement}.`;
  }
  if (/No space left/.test(output)) return `the disk filled up while pip fetched ${requirement}.`;
  if (/No matching distribution/.test(output)) return `there is no ${requirement} for this Python.`;
  return `pip could not install ${requirement}: ${lastLine(output)}`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

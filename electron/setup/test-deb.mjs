import './node-version.mjs';
import childProcess from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run, works } from './command.mjs';
import { folderBytes, megabytes } from './disk.mjs';
import { startVirtualDisplay } from './display.mjs';
import { inRoot, root } from './places.mjs';
import { problemText, SetupProblem } from './problem.mjs';
import { setUp } from './steps.mjs';
import { debianTestTools, virtualDisplay } from './system-libraries.mjs';

// `npm run test:deb`: installs the .deb of dist/package in a fresh Debian or Ubuntu of this machine's release, uses it
// there as an ordinary user without a network, does the same with the unpacked .tar.xz, and removes the .deb again.
// It runs as root, needs `npm run package` first, and writes its figures to resources/docs/packages.md.

const packageFolder = inRoot('dist/package');
const document = inRoot('resources/docs/packages.md');
/** The user and the folders of the test, with spaces and letters of other languages. */
const user = 'zoe';
const home = '/home/Zoë Müller';
const elsewhere = `${home}/Neue Programme`;

await setUp([{ ...virtualDisplay, isDone: () => works('sh', '-c', 'command -v Xvfb') }, debianTestTools]);
try {
  if (process.argv[2] === '--inside') await useIn(String(process.argv[3]));
  else await main();
} catch (error) {
  const text = problemText(error);
  if (!text) throw error;
  console.error(text);
  process.exitCode = 1;
}

async function main() {
  if (process.getuid?.() !== 0) {
    throw new SetupProblem('This test installs a system in a folder.', 'Run it as root.');
  }
  const deb = packed(/\.deb$/);
  const archive = packed(/\.tar\.xz$/);
  const tree = fs.mkdtempSync(path.join(os.tmpdir(), 'fresh-system-'));
  fs.chmodSync(tree, 0o755);
  /** @type {[string, string][]} */
  const figures = [
    ['.deb', megabytes(fs.statSync(deb).size)],
    ['.tar.xz', megabytes(fs.statSync(archive).size)],
  ];
  /** @param {string} what @param {() => Promise<unknown>} work */
  const timed = async (what, work) => {
    console.log(`${what} …`);
    const started = Date.now();
    await work();
    figures.push([what, `${Math.round((Date.now() - started) / 1000)} s`]);
  };
  try {
    const { address, release } = mirror();
    await timed(`making a fresh ${release}`, () =>
      run('debootstrap', ['--variant=minbase', release, tree, address]),
    );
    await inTree(tree, 'useradd', '--create-home', '--home-dir', home, '--shell', '/bin/sh', user);
    fs.copyFileSync(deb, path.join(tree, 'studio.deb'));
    await timed('installing the .deb with all it depends on', () => install(tree, '/studio.deb'));
    figures.push(['installed', megabytes(folderBytes(path.join(tree, 'opt/pixelcnn-studio')))]);
    fs.rmSync(path.join(tree, 'studio.deb'));
    checkInstalled(tree);
    const linked = await inTree(tree, 'ldd', '/opt/pixelcnn-studio/pixelcnn-studio-window');
    if (linked.includes('not found')) throw new Error(`The package depends on too little:\n${linked}`);
    await giveFiles(tree, archive);
    await timed('training, looking and exporting with both', () => use(tree));
    await inTree(tree, 'dpkg', '--purge', 'pixelcnn-studio');
    const left = await inTree(tree, 'find', '/', '-xdev', '-iname', '*pixelcnn*', '-not', '-path', '/home/*');
    if (left.trim()) throw new Error(`The removed package left ${left}`);
    figures.push(['files left after removal', 'none']);
    console.log(figures.map(([what, much]) => `${what}: ${much}`).join('\n'));
    writeFigures(figures, release);
  } finally {
    fs.rmSync(tree, { recursive: true, force: true });
  }
}

/** @param {RegExp} ending */
function packed(ending) {
  const names = fs.existsSync(packageFolder) ? fs.readdirSync(packageFolder) : [];
  const name = names.find((found) => ending.test(found));
  if (name) return path.join(packageFolder, name);
  throw new SetupProblem('There is no package to test.', 'Run npm run package, then the same command again.');
}

/** The mirror and release of this machine's apt. */
function mirror() {
  const release = /^VERSION_CODENAME=(\S+)/m.exec(fs.readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  const format = '$(REPO_URI) $(CODENAME)';
  const args = ['indextargets', 'Created-By: Packages', '--format', format];
  const { stdout } = childProcess.spawnSync('apt-get', args, { encoding: 'utf8' });
  const [address] = stdout
    .split('\n')
    .flatMap((line) => (line.endsWith(` ${release}`) ? [line.split(' ')[0]] : []));
  if (address) return { address, release };
  throw new SetupProblem(
    `apt has no source for ${release}.`,
    'Run apt-get update, then the same command again.',
  );
}

/**
 * @param {string} tree
 * @param {...string} command
 */
function inTree(tree, ...command) {
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  return run('chroot', [tree, ...command], { env });
}

/**
 * @param {string} tree
 * @param {string} deb
 */
async function install(tree, deb) {
  await inTree(tree, 'apt-get', 'update');
  await inTree(tree, 'apt-get', 'install', '-y', deb);
}

/** What the package promises to a desktop. @param {string} tree */
function checkInstalled(tree) {
  const { mode, uid } = fs.statSync(path.join(tree, 'opt/pixelcnn-studio/chrome-sandbox'));
  if (uid !== 0 || (mode & 0o7777) !== 0o4755) throw new Error('chrome-sandbox is not set-uid root.');
  const types = fs.readFileSync(path.join(tree, 'usr/share/mime/globs'), 'utf8');
  if (!types.includes('application/x-pixelcnn-run:*.pixelcnn'))
    throw new Error('The file type is not known.');
  const entries = fs.readFileSync(path.join(tree, 'usr/share/applications/mimeinfo.cache'), 'utf8');
  if (!entries.includes('application/x-pixelcnn-run=pixelcnn-studio.desktop')) {
    throw new Error('The program does not open the file type.');
  }
}

/**
 * Unpacks the archive and lays images into folders of the user.
 * @param {string} tree
 * @param {string} archive
 */
async function giveFiles(tree, archive) {
  const place = path.join(tree, elsewhere);
  fs.mkdirSync(place);
  await run('tar', ['--extract', '--file', archive, '--directory', place]);
  const images = path.join(tree, home, 'Meine Bilder – Ziffern');
  fs.cpSync(inRoot('resources/example-images'), images, { recursive: true });
  await inTree(tree, 'chown', '--recursive', `${user}:${user}`, home);
}

/** Uses the programs in namespaces of their own: mounts that end with it, and no network but the loopback. @param {string} tree */
async function use(tree) {
  const [, script = ''] = process.argv;
  const inside = [process.execPath, script, '--inside', tree];
  const { status } = childProcess.spawnSync(
    'unshare',
    ['--net', '--mount', '--pid', '--fork', '--propagation', 'private', ...inside],
    { stdio: 'inherit', cwd: root },
  );
  if (status !== 0) throw new Error('The installed program does not do what it should.');
}

/** @param {string} tree */
async function useIn(tree) {
  await run('ip', ['link', 'set', 'lo', 'up']);
  /** @param {string} name */
  const inside = (name) => path.join(tree, name);
  // The test, outside the tree, reads the same processes.
  for (const place of ['/proc', inside('proc')]) await run('mount', ['-t', 'proc', 'proc', place]);
  for (const name of ['dev', 'sys']) await run('mount', ['--rbind', `/${name}`, inside(name)]);
  fs.mkdirSync(inside('tmp/.X11-unix'), { recursive: true });
  const display = await startVirtualDisplay();
  await run('mount', ['--bind', '/tmp/.X11-unix', inside('tmp/.X11-unix')]);
  const config = ['--config', 'e2e/installed.config.ts'];
  const { status } = childProcess.spawnSync(
    process.execPath,
    [inRoot('node_modules/playwright/cli.js'), 'test', ...config],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        DISPLAY: display.name,
        ...{ STUDIO_TREE: tree, STUDIO_USER: user, STUDIO_HOME: home, STUDIO_ELSEWHERE: elsewhere },
      },
    },
  );
  display.stop();
  process.exit(status ?? 1);
}

/**
 * @param {[string, string][]} figures
 * @param {string} release
 */
function writeFigures(figures, release) {
  const [begin, end] = ['<!-- figures: made by npm run test:deb -->', '<!-- /figures -->'];
  const text = fs.readFileSync(document, 'utf8');
  const rows = figures.map(([what, much]) => `| ${what} | ${much} |`);
  const machine = `Measured on ${os.cpus().length} cores of ${os.cpus()[0]?.model ?? 'a processor'}, in ${release}.`;
  const table = [
    '<!-- prettier-ignore-start -->',
    '',
    '| what | much |',
    '| --- | ---: |',
    ...rows,
    '',
    machine,
  ];
  const made = [...table, '', '<!-- prettier-ignore-end -->'].join('\n');
  const [before = '', rest = ''] = text.split(begin);
  const [, after = ''] = rest.split(end);
  fs.writeFileSync(document, `${before}${begin}\n\n${made}\n\n${end}${after}`);
}

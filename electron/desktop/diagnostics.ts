/** A report to send when something went wrong: versions, machine and the end of the log, without personal paths. */
import os from 'os';

/** The program's own folders, whose names a report may show. */
export interface OwnFolders {
  program: string;
  data: string;
  library: string;
}

export interface Facts {
  version: string;
  /** What shows the page, in words. */
  shell: string;
  /** TensorFlow's version and device, or why they are unknown. */
  device: string;
  log: readonly string[];
  folders: OwnFolders;
}

export function diagnostics({ version, shell, device, log, folders }: Facts): string {
  const cpus = os.cpus();
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  const lines = [
    `PixelCNN Studio ${version} ${shell}`,
    `${os.type()} ${os.release()} ${os.arch()}`,
    `${cpus[0]?.model.trim() ?? 'unknown processor'}, ${cpus.length} cores`,
    `Memory ${gigabytes(os.totalmem())}, free ${gigabytes(os.freemem())}`,
    device,
    '',
    'Log:',
    ...log,
  ];
  return `${withoutPersonalPaths(lines.join('\n'), folders)}\n`;
}

/**
 * Replaces the program's own folders by words and hides every other path, since folders and pictures are often named
 * after people; then hides the names of the user and the machine.
 */
export function withoutPersonalPaths(text: string, { program, data, library }: OwnFolders): string {
  const own = [
    [library, '<library>'],
    [data, '<data>'],
    [program, '<program>'],
  ] as const;
  let shown = text;
  for (const [folder, word] of own) shown = replaceEach(shown, folder, word);
  // A path in quotation marks may hold spaces; otherwise it ends at a space.
  shown = shown
    .replace(/(['"“])(?:[A-Za-z]:[\\/]|\\\\|\/|~\/)[^'"”\n]+(['"”])/g, '$1<path>$2')
    .replace(/(^|[\s(=[])(?:file:\/\/)?(?:[A-Za-z]:[\\/]|\\\\|~\/|\/)[^\s'",;:)\]]+/gm, '$1<path>');
  shown = replaceEach(shown, os.homedir(), '<home>');
  for (const name of [userName(), os.hostname()]) {
    // A very short name could also be another word.
    if (name.length > 2) shown = shown.replace(new RegExp(`\\b${escaped(name)}\\b`, 'g'), '<name>');
  }
  return shown;
}

function replaceEach(text: string, found: string, by: string): string {
  return found ? text.split(found).join(by) : text;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return '';
  }
}

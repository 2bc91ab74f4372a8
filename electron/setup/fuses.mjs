import fs from 'node:fs';

/** The text before the fuses in a program, by which @electron/fuses finds them. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** Whether an Electron has fuses: those since 12. @param {string} program its executable file */
export const hasFuses = (program) => fs.readFileSync(program).includes(sentinel);

/**
 * Sets the fuses of an Electron, which an attacker with less than write access to the program cannot change back: it is
 * no Node, takes no options for one, cannot be inspected, and loads its own archive alone, unchanged where the system
 * can verify that. The page has no cookies, and its scheme is the program's own.
 * @param {string} program its executable file, or the .app folder of macOS
 */
export async function setFuses(program) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(program, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  });
}

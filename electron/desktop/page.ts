/** Serves the page under studio://app with a policy that lets it load nothing else, and blocks the network. */
import path from 'path';
import { protocol, session } from 'electron';
import { pageFolder } from '../paths';

const origin = 'studio://app/';
export const pageUrl = `${origin}index.html`;

/** Whether a URL is the program's own page. */
export const isPage = (url: string) => url.startsWith(origin);

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

/** Registers the scheme; called before the app is ready. */
export function announcePage(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'studio', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * Serves the page; called when the app is ready, before the window opens. Only the sample pictures of the library's
 * runs are served too, as /samples/<run>/<step>.png.
 */
export function servePage(library: () => string): void {
  protocol.registerFileProtocol('studio', ({ url }, answer) => {
    const file = servedFile(decodeURIComponent(new URL(url).pathname), library());
    answer(file ? { path: file, headers: { 'Content-Security-Policy': policy } } : { error: -6 });
  });
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, ({ url }, decide) =>
    decide({ cancel: !/^(studio|blob|data|devtools|chrome-extension):/.test(url) }),
  );
}

function servedFile(pathname: string, library: string): string | undefined {
  const sample = /^\/samples\/([A-Za-z0-9][A-Za-z0-9._-]*)\/(\d+)\.png$/.exec(pathname);
  if (sample) return path.join(library, sample[1] as string, 'samples', `${sample[2]}.png`);
  const file = path.join(pageFolder, pathname);
  return file.startsWith(pageFolder + path.sep) ? file : undefined;
}

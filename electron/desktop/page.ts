/** Serves the page under studio://app, with a policy that lets it load nothing else. */
import { protocol } from 'electron';
import { pageFolder } from '../paths';
import { servedFile } from './served-files';

const origin = 'studio://app/';
export const pageUrl = `${origin}index.html`;

/** Whether a URL is the program's own page. */
export const isPage = (url: string) => url.startsWith(origin);

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

/** No such file; one of Chromium's numbers for network errors. */
const notFound = -6;

/** Registers the scheme; called before the app is ready. */
export function announcePage(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'studio', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the page and the sample sheets of the library's runs; called when the app is ready. */
export function servePage(library: () => string): void {
  protocol.registerBufferProtocol('studio', ({ url }, answer) => {
    const served = isPage(url) ? servedFile(url, pageFolder, library()) : null;
    const headers = { 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff' };
    answer(served ? { ...served, charset: 'utf-8', headers } : { error: notFound });
  });
}

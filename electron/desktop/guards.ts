/**
 * What no page of the program may do, whatever it holds: leave its own address, open windows, ask for permissions,
 * download, embed a foreign page, or use the network.
 */
import { app, type Session, type WebContents } from 'electron';
import { isPage } from './page';

/** Guards every page that the program opens, also those opened later; called before the app is ready. */
export function guardPages(): void {
  // No name is looked up, on any way to the network.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  app.on('session-created', guardSession);
}

function guardContents(contents: WebContents): void {
  // Chromium's own tools open in a page too.
  const isKnown = (url: string) => isPage(url) || url.startsWith('devtools://');
  const stay = (event: { preventDefault(): void }, url: string) => {
    if (!isKnown(url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  denyNewWindows(contents);
}

/** Prevents new windows: with a handler since Electron 12, with an event before. */
function denyNewWindows(contents: WebContents): void {
  if (typeof contents.setWindowOpenHandler === 'function') {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  } else {
    (contents as NodeJS.EventEmitter).on('new-window', (event: { preventDefault(): void }) =>
      event.preventDefault(),
    );
  }
}

function guardSession(guarded: Session): void {
  guarded.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  guarded.setPermissionCheckHandler(() => false);
  guarded.on('will-download', (event) => event.preventDefault());
  guarded.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, ({ url }, decide) =>
    decide({ cancel: !/^(studio|blob|data|devtools):/.test(url) }),
  );
  // WebRTC over TCP passes the filter of requests, but not a proxy at which nobody listens.
  void guarded.setProxy({ proxyRules: deadProxy, proxyBypassRules: '<-loopback>' });
}

/** The discard port of this machine. */
const deadProxy = 'socks5://127.0.0.1:9';

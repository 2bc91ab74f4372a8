/** What no page of the program can do, tried from inside a page. */
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { expect } from 'playwright/test';
import type { StudioBridge } from '../electron/api/contract';
import { answerDialogs, chooseInMenu, exampleImages, goTo, test } from './studio';

test('every permission is denied', async ({ share }) => {
  const { page } = await share();
  const answers = await page.evaluate(async () => {
    const refused = (asking: Promise<unknown>) =>
      asking.then(
        () => 'granted',
        (error: Error) => error.name,
      );
    return {
      camera: await refused(navigator.mediaDevices.getUserMedia({ video: true })),
      microphone: await refused(navigator.mediaDevices.getUserMedia({ audio: true })),
      place: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          ({ code }) => resolve(code),
        ),
      ),
      notifications: await Notification.requestPermission(),
      midi: await refused(navigator.requestMIDIAccess({ sysex: true })),
      clipboard: await refused(navigator.clipboard.readText()),
    };
  });
  expect(answers).toEqual({
    camera: expect.stringMatching(/NotAllowedError|NotFoundError/),
    microphone: expect.stringMatching(/NotAllowedError|NotFoundError/),
    place: 1,
    notifications: 'denied',
    midi: expect.stringMatching(/SecurityError|NotAllowedError/),
    clipboard: 'NotAllowedError',
  });
});

test('no page leaves its address, in the window or in one opened later', async ({ share }) => {
  const { app, page } = await share();
  const address = page.url();
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: 'file:///etc/passwd' });
    document.body.append(link);
    link.click();
  });
  expect(page.url()).toBe(address);
  const prevented = await app.evaluate(async ({ BrowserWindow }) => {
    const [first] = BrowserWindow.getAllWindows();
    const later = new BrowserWindow({ show: false });
    const results = [first, later].map((window) =>
      ['will-navigate', 'will-redirect'].flatMap((name) =>
        ['https://example.org/', 'file:///etc/passwd', 'studio://other/', 'studio://app/index.html'].map(
          (url) => {
            let isPrevented = false;
            const event = { preventDefault: () => (isPrevented = true) };
            window?.webContents.emit(name, event, url);
            return isPrevented;
          },
        ),
      ),
    );
    later.destroy();
    return results;
  });
  const each = [true, true, true, false];
  expect(prevented).toEqual([
    [...each, ...each],
    [...each, ...each],
  ]);
});

test('the page opens no window, embeds no foreign page and downloads nothing', async ({ share }) => {
  const { app, page, library } = await share();
  await app.evaluate(({ session }) => {
    const seen = globalThis as unknown as { downloads: boolean[] };
    seen.downloads = [];
    session.defaultSession.on('will-download', ({ defaultPrevented }) =>
      seen.downloads.push(defaultPrevented),
    );
  });
  const opened = await page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), {
      href: URL.createObjectURL(new Blob(['text'])),
      download: 'evil.txt',
    });
    document.body.append(
      link,
      Object.assign(document.createElement('webview'), { src: 'https://example.org/' }),
    );
    link.click();
    // Any other window of this page would wait for Playwright.
    return window.open('https://example.org/', '_blank', 'noopener') !== null;
  });
  expect(opened).toBe(false);
  const downloads = () => app.evaluate(() => (globalThis as unknown as { downloads: boolean[] }).downloads);
  await expect.poll(downloads).toEqual([true]);
  const counts = await app.evaluate(({ BrowserWindow, webContents }) => [
    BrowserWindow.getAllWindows().length,
    webContents.getAllWebContents().length,
  ]);
  expect(counts).toEqual([1, 1]);
  expect(fs.existsSync(path.join(path.dirname(library), 'evil.txt'))).toBe(false);
});

test('WebRTC reaches nobody, and tells no address of this machine', async ({ share }) => {
  const { page } = await share();
  let reached = 0;
  const server = net.createServer((socket) => {
    reached++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const candidates = await page.evaluate(async (to) => {
    const turn = { urls: `turn:127.0.0.1:${to}?transport=tcp`, username: 'a', credential: 'b' };
    const peer = new RTCPeerConnection({ iceServers: [turn, { urls: `stun:127.0.0.1:${to}` }] });
    const found: string[] = [];
    const gathered = new Promise<void>((resolve) => {
      peer.onicecandidate = ({ candidate }) => {
        if (candidate) found.push(candidate.candidate);
        else resolve();
      };
      setTimeout(resolve, 5000);
    });
    peer.createDataChannel('way out');
    await peer.setLocalDescription(await peer.createOffer());
    await gathered;
    peer.close();
    return found;
  }, port);
  server.close();
  expect(candidates.filter((candidate) => /\budp\b/i.test(candidate))).toEqual([]);
  expect(reached).toBe(0);
});

test('the page has neither Node nor Electron, and the calls of the contract alone', async ({ share }) => {
  const { app, page } = await share();
  const found = await page.evaluate(async () => {
    const { studio } = window as unknown as {
      studio: Record<string, (...args: unknown[]) => Promise<unknown>>;
    };
    const refused = (name: string) =>
      Promise.resolve()
        .then(() => studio['call']?.(name, '/etc/passwd'))
        .then(
          () => 'answered',
          () => 'refused',
        );
    return {
      globals: ['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter(
        (name) => name in window,
      ),
      bridge: Object.keys(studio).sort(),
      drop: await refused('grantDropped'),
      inherited: await refused('constructor'),
    };
  });
  expect(found).toEqual({
    globals: [],
    bridge: ['call', 'on', 'takeDropped'],
    drop: 'refused',
    inherited: 'refused',
  });
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const { getLastWebPreferences } = window?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return getLastWebPreferences.call(window?.webContents);
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
    enableRemoteModule: false,
  });
});

test('a path that a page makes up is not granted', async ({ share }) => {
  const { page } = await share();
  const dropped = await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    const file = new File(['text'], 'passwd');
    Object.defineProperty(file, 'path', { value: '/etc/passwd' });
    Object.defineProperty(File.prototype, 'path', { get: () => '/etc/passwd' });
    dataTransfer.items.add(file);
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    const { studio } = window as unknown as { studio: { takeDropped(): Promise<unknown> } };
    return studio.takeDropped();
  });
  expect(dropped).toEqual({ ok: true, value: null });
});

test('a folder chosen for one purpose serves no other', async ({ share }, testInfo) => {
  const { app, page } = await share();
  const place = testInfo.outputPath('runs');
  fs.mkdirSync(place);
  await answerDialogs(app, [place]);
  const codes = await page.evaluate(async (images) => {
    const { studio } = window as unknown as { studio: StudioBridge };
    const codeOf = <T>(answer: { ok: true; value: T } | { ok: false; error: { code: string } }) =>
      answer.ok ? 'answered' : answer.error.code;
    const settings = {};
    await studio.call('useExampleImages');
    await studio.call('chooseLibraryFolder');
    const chosen = await studio.call('chooseLibraryFolder');
    const runs = chosen.ok && chosen.value ? chosen.value.folder : '';
    const picture = { kind: 'file' as const, file: images };
    return [
      codeOf(await studio.call('changeLibraryFolder', { folder: images, move: false })),
      codeOf(await studio.call('importModel', images, { name: 'evil', size: null })),
      codeOf(await studio.call('readProvenance', images)),
      codeOf(await studio.call('readPicture', 'no-run', picture)),
      codeOf(await studio.call('scanFolder', runs, settings, [])),
      codeOf(await studio.call('startTraining', runs, settings, 'tiny', [])),
      codeOf(await studio.call('startDrag', '/etc/passwd')),
    ];
  }, exampleImages);
  expect(codes).toEqual([
    ...['folder-unreachable', 'folder-unreachable', 'folder-unreachable', 'folder-unreachable'],
    ...['folder-unreachable', 'folder-unreachable', 'file-unreadable'],
  ]);
});

test('the sandbox is on, or the window says that it is off', async ({ share }) => {
  test.skip(process.platform !== 'linux', 'Only Linux shows it from outside.');
  const { app, page } = await share();
  const pids = await app.evaluate(({ BrowserWindow }) => [
    process.pid,
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  ]);
  // A confined process has filters of system calls that the main process lacks.
  const [main, confined] = pids.map((pid) =>
    Number(/^Seccomp_filters:\s*(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
  );
  const isOn = (confined ?? 0) > (main ?? 0);
  await goTo(page, 'Settings');
  await expect(page.getByText(isOn ? 'The sandbox is on' : 'The sandbox is off')).toBeVisible();
  await chooseInMenu(app, 'about');
  const dialog = page.getByRole('dialog', { name: 'PixelCNN Studio' });
  await expect(dialog).toContainText(isOn ? 'The sandbox is on' : 'The sandbox is off');
});

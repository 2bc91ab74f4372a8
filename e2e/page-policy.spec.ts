/** What the policy of the page refuses, tried from inside the page. */
import { expect, type Page } from 'playwright/test';
import { test } from './studio';

/** The directive of the page's policy that an attempt violates. An attempt that violates none never returns. */
const violated = (page: Page, attempt: string) =>
  page.evaluate(async (tried) => {
    const refusal = new Promise<string>((resolve) => {
      const report = (event: SecurityPolicyViolationEvent) => resolve(event.violatedDirective);
      document.addEventListener('securitypolicyviolation', report, { once: true });
    });
    const add = (name: string, properties: object) =>
      document.body.append(Object.assign(document.createElement(name), properties));
    const attempts: Record<string, () => unknown> = {
      'inline script': () => add('script', { text: 'window.wasRun = true' }),
      'inline handler': () => document.body.setAttribute('onclick', 'window.wasRun = true'),
      eval: () => (0, eval)('window.wasRun = true'),
      'new Function': () => new Function('window.wasRun = true')(),
      'script from elsewhere': () => add('script', { src: 'https://example.org/evil.js' }),
      'remote image': () => (new Image().src = 'https://example.org/pixel.png'),
      fetch: () => fetch('https://example.org/'),
      'web socket': () => new WebSocket('wss://example.org/'),
      beacon: () => navigator.sendBeacon('https://example.org/', 'data'),
      worker: () => new Worker(URL.createObjectURL(new Blob(['']))),
      frame: () => add('iframe', { src: 'https://example.org/' }),
      object: () => add('object', { data: 'https://example.org/' }),
      style: () => add('style', { textContent: 'body { color: red }' }),
      font: () => new FontFace('elsewhere', 'url(https://example.org/font.woff2)').load(),
      HTML: () => (document.createElement('p').innerHTML = '<b>text</b>'),
      form: () => {
        add('form', { action: 'https://example.org/', id: 'sent' });
        (document.getElementById('sent') as HTMLFormElement).submit();
      },
    };
    // Called by Playwright itself, eval would be allowed.
    setTimeout(() => {
      try {
        void Promise.resolve(attempts[tried]?.()).catch(() => {});
      } catch {
        // Some attempts throw; the violation says why.
      }
    });
    return refusal;
  }, attempt);

/** Trusted types refuse what would become script before it is loaded. */
const scripts = /^(script-src|require-trusted-types-for)/;

test('the policy of the page refuses foreign scripts, styles, pictures, frames and connections', async ({
  share,
}) => {
  const { page } = await share();
  for (const [attempt, directive] of [
    ['inline script', scripts],
    ['inline handler', scripts],
    ['eval', scripts],
    ['new Function', scripts],
    ['script from elsewhere', scripts],
    ['worker', /^(worker-src|script-src|require-trusted-types-for)/],
    ['remote image', /^img-src/],
    ['fetch', /^connect-src/],
    ['web socket', /^connect-src/],
    ['beacon', /^connect-src/],
    ['frame', /^(frame-src|require-trusted-types-for)/],
    ['object', /^(object-src|require-trusted-types-for)/],
    ['style', /^style-src/],
    ['font', /^font-src/],
    ['HTML', /^require-trusted-types-for/],
    ['form', /^form-action/],
  ] as const) {
    expect(await violated(page, attempt), attempt).toMatch(directive);
  }
  const wasRun = await page.evaluate(() => {
    document.body.click();
    return 'wasRun' in window;
  });
  expect(wasRun).toBe(false);
});

test('the policy allows nothing but the page itself', async ({ share }) => {
  const { page } = await share();
  const policy = await page.evaluate(async () =>
    (await fetch('index.html')).headers.get('Content-Security-Policy'),
  );
  const directives = new Map(
    (policy ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
  expect(directives.get('default-src')).toEqual(["'none'"]);
  expect([...directives.values()].flat()).not.toContain("'unsafe-inline'");
  expect([...directives.values()].flat()).not.toContain("'unsafe-eval'");
  const fetched = [...directives].filter(([name]) => name.endsWith('-src') && name !== 'default-src');
  for (const [name, sources] of fetched) {
    expect(
      sources.filter((source) => !["'self'", 'blob:', 'data:'].includes(source)),
      name,
    ).toEqual([]);
  }
  for (const name of ['base-uri', 'form-action', 'frame-ancestors']) {
    expect(directives.get(name), name).toEqual(["'none'"]);
  }
});

/** On what the program's page is shown: Electron, or a person's browser. */
export function shellWords(): string {
  const {
    electron,
    node,
    chrome = 'unknown',
  } = process.versions as NodeJS.ProcessVersions & { electron?: string };
  return electron
    ? `on Electron ${electron}, Node ${node}, Chromium ${chrome}`
    : `in a browser, on Node ${node}`;
}

/**
 * Counts the tests in the runners' JSON reports. A test that did not run counts as failed, so that none is skipped
 * silently.
 */

/**
 * @typedef {{ passed: number, failed: number, notes: string[], output?: string }} Result the result of a part of the
 * tests; a check counts as one test
 * @typedef {{ name: string, status: string, message?: string, assertionResults: { fullName: string, status: string
 * }[] }} VitestFile
 * @typedef {{ title: string, tests: { status: string }[] }} PlaywrightSpec
 * @typedef {{ title: string, specs: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/**
 * @param {{ testResults: VitestFile[] }} report
 * @returns {Result}
 */
export function vitestResult({ testResults }) {
  const tests = testResults.flatMap((file) => file.assertionResults);
  // A file that could not be loaded has no tests that could fail.
  const unloadable = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.length);
  return result(
    tests.map((test) => ({ name: test.fullName, passed: test.status === 'passed' })),
    unloadable.map((file) => file.name),
  );
}

/**
 * @param {{ suites: PlaywrightSuite[], errors: { message?: string }[] }} report
 * @returns {Result}
 */
export function playwrightResult({ suites, errors }) {
  const specs = suites.flatMap(specsOf);
  return result(
    specs.map(({ name, tests }) => ({ name, passed: tests.every((test) => test.status === 'expected') })),
    errors.map((error) => error.message ?? 'An error outside the tests.'),
  );
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {{ name: string, tests: { status: string }[] }[]}
 */
const specsOf = ({ title, specs, suites = [] }) => [
  ...specs.map((spec) => ({ name: `${title}: ${spec.title}`, tests: spec.tests })),
  ...suites.flatMap(specsOf),
];

/**
 * @param {{ name: string, passed: boolean }[]} tests
 * @param {string[]} others failures outside the tests
 * @returns {Result}
 */
function result(tests, others) {
  const failed = tests.filter((test) => !test.passed);
  const notes = [...failed.map((test) => test.name), ...others];
  // No tests at all means that the runner searched in the wrong folder.
  if (!tests.length && !others.length) notes.push('There was no test to run.');
  return { passed: tests.length - failed.length, failed: notes.length, notes };
}

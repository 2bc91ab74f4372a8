// Run as `eslint --config .eslint.config.js`: the top level holds dot files only beside the manifest.
import ts from 'typescript-eslint';
import svelte from 'eslint-plugin-svelte';

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'test-results/', 'model/kernel/assembly/'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: { 'svelte/no-at-html-tags': 'error' },
  },
  {
    rules: {
      eqeqeq: ['error', 'smart'],
      // Blank lines and comments count, and in a component its markup and style. Style sheets: e2e/file-length.test.ts.
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 60],
      'no-console': 'off',
      // Playwright wants a fixture's first parameter to be a pattern, also when it takes nothing.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    // Tests wait for conditions; how long at most is said once, for a slow machine: e2e/patience.ts.
    files: ['**/*.test.ts', '**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          ["CallExpression[callee.property.name='waitForTimeout']", 'Wait for a condition.'],
          ["CallExpression[callee.object.name='vi'][callee.property.name='waitFor']", 'Use expect.poll.'],
          ["CallExpression[callee.property.name='setTimeout']", 'The limit in e2e/patience.ts is enough.'],
          ["Property[key.name='timeout'] > Literal", 'The limit in e2e/patience.ts is enough.'],
        ].map(([selector, message]) => ({ selector, message })),
      ],
    },
  },
);

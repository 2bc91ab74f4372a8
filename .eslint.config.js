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
      'no-console': 'off',
      // Playwright wants a fixture's first parameter to be a pattern, also when it takes nothing.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
);

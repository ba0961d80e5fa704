import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

import svelteConfig from './web/svelte.config.js';

const browserFiles = [
  'web/src/**/*.{ts,svelte,svelte.ts}',
  'web/public/**/*.js',
  'web/player/examples/**/*.js',
  'bench/page/**/*.js',
  'tests/e2e/faults/page.js',
];

export default ts.config(
  {
    ignores: [
      '**/node_modules/',
      'target/',
      'test-results/',
      'web/dist/',
      'web/player/dist/',
      'web/src/wasm/',
      'bench/results/',
      // Patches, which are read and never run.
      'tests/cables/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,svelte,svelte.ts}'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
  },
  svelte.configs.recommended,
  {
    files: ['**/*.{svelte,svelte.ts}'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      // `let { a, b = $bindable() } = $props()`: one of them is assigned, and all are declared.
      'prefer-const': ['error', { destructuring: 'all' }],
      // Maps and sets are replaced whole and held in `$state.raw`, or are of no concern to a view.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  { files: browserFiles, languageOptions: { globals: globals.browser } },
  { files: ['**/*.mjs', '*.js'], languageOptions: { globals: globals.node } },
  {
    rules: {
      eqeqeq: 'error',
      // An underscore says that a parameter is there for its place only.
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.{ts,svelte,svelte.ts}'],
    rules: {
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  prettier,
  svelte.configs.prettier,
);

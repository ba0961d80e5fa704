/**
 * Builds the program that writes the reference site, and its script. `--mode` says which:
 *
 * - `site`: `site.js`, a module for Node;
 * - `search`: `search.js`, which is no module: from a file, browsers load none.
 */

import { defineConfig } from 'vite';

export default defineConfig(({ mode }) => {
  const build = { emptyOutDir: false, copyPublicDir: false, target: 'es2022' };
  if (mode === 'site') {
    return {
      build: { ...build, ssr: 'src/reference/site.ts', minify: false },
      publicDir: false,
    };
  }
  return {
    build: {
      ...build,
      lib: {
        entry: 'src/reference/search.ts',
        name: 'search',
        formats: ['iife'],
        fileName: () => 'search.js',
      },
    },
    publicDir: false,
  };
});

import { defineConfig } from 'vite';

/**
 * Builds the player as a library: one script and the WebAssembly beside it, which every bundler
 * finds by `new URL(…, import.meta.url)`.
 */
export default defineConfig({
  root: import.meta.dirname,
  // Beside the script, wherever that is.
  base: './',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: '../src/player/index.ts',
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: 'ropewalk.js',
        // What takes the code out of markup, which few patches need.
        chunkFileNames: 'purify.js',
        assetFileNames: '[name][extname]',
      },
    },
  },
});

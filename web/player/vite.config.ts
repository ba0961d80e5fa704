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
        // What few patches need: what takes the code out of markup, and what is asked of a person.
        chunkFileNames: ({ moduleIds }) =>
          moduleIds.some((id) => id.includes('dompurify')) ? 'purify.js' : 'questions.js',
        assetFileNames: '[name][extname]',
      },
    },
  },
});

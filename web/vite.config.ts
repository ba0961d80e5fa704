import { fileURLToPath } from 'node:url';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Where `ropewalk serve` answers, for the broker and the patches while developing. */
const server = process.env.ROPEWALK_SERVER ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [svelte()],
  resolve: {
    alias: { 'd3-color': fileURLToPath(new URL('src/canvas/noColors.ts', import.meta.url)) },
  },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['index.html', 'play.html'] },
  },
  server: {
    proxy: {
      '/patches': server,
      '/mqtt': { target: server, ws: true },
    },
  },
  test: { include: ['src/**/*.test.ts'], css: { include: /\?raw$/ } },
});

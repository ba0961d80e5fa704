import { fileURLToPath } from 'node:url';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Where `ropewalk serve` answers, for the broker and the patches while developing. */
const server = process.env.ROPEWALK_SERVER ?? 'http://localhost:8080';

const noTransitions = fileURLToPath(new URL('src/canvas/noTransitions.ts', import.meta.url));

/** Of what the canvas library draws, what this canvas has not. */
const undrawn =
  /__(minimap|controls|resize-control|arrowhead|edge-text|node-(default|group|input|output))|\.animated/;

/** Leaves out the library's styles of it: half a kB (gzip) of what a browser loads first. */
const fewerStyles: Plugin = {
  name: 'fewer-styles',
  enforce: 'pre',
  transform: {
    filter: { id: /@xyflow\/svelte\/dist\/base\.css/ },
    handler: (css) =>
      css
        .replace(/--xy-(minimap|resize)[\w-]+: [^;{}]*;/g, '')
        .replace(/([^{}]+)\{[^{}]*\}/g, (rule, selectors: string) =>
          selectors.split(',').every((selector) => undrawn.test(selector)) ? '' : rule,
        ),
  },
};

export default defineConfig({
  plugins: [svelte(), fewerStyles],
  resolve: {
    alias: { 'd3-transition': noTransitions, 'd3-interpolate': noTransitions },
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

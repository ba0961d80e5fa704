/** How one contestant is bundled, which `build.mjs` names. */

const { BUNDLE, BUNDLE_TO, CRATES = '{}' } = process.env;

export default {
  base: './',
  publicDir: false,
  resolve: { alias: JSON.parse(CRATES) },
  build: {
    outDir: BUNDLE_TO,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    assetsDir: '',
    rolldownOptions: {
      input: { index: BUNDLE },
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: '[name].js' },
    },
  },
};

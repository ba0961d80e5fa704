import { defineConfig } from '@playwright/test';

import { systemProgram } from '../../tools/setup.mjs';

/** The page under test: that of `npm test`, or else the one that `npm start` serves. */
const baseURL = process.env.ROPEWALK_URL ?? 'http://localhost:8080';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  forbidOnly: process.env.CI !== undefined,
  // All tests share one broker, and the start patch always uses the same topic.
  workers: 1,
  // For a machine that is busy with other things; who passes does not wait.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL,
    browserName: 'chromium',
    launchOptions: {
      executablePath: systemProgram('chromium'),
      args: ['--disable-quic', '--disable-background-networking', '--disable-component-update'],
    },
    screenshot: 'only-on-failure',
    trace: { mode: 'retain-on-failure', screenshots: false },
  },
});

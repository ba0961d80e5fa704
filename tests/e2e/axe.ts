import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

export const THEMES = ['light', 'dark'] as const;

type Theme = (typeof THEMES)[number];

/** Has the system ask for a theme, and waits until the page has been drawn with it. */
export async function showIn(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.evaluate(() => new Promise(requestAnimationFrame));
}

/** The rules that the colours of a theme can break. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong with a page, or with a part of it, by all of its rules or by some. */
export async function findings(
  page: Page,
  { rules, within }: { rules?: string[] | undefined; within?: string | undefined } = {},
): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({
    // What else axe tells, of each element that is as it should be, takes it longer than the search.
    resultTypes: ['violations'],
    ...(rules && { runOnly: { type: 'rule', values: rules } }),
  });
  if (within !== undefined) axe.include(within);
  // In the page itself instead of a second one that puts frames together: ours are of one origin.
  const { violations } = await axe.setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/**
 * What axe finds wrong in a theme: by every rule in the light one, and in the dark one, which has
 * the same elements, by those that are about colours.
 */
export function findingsIn(page: Page, theme: Theme, within?: string): Promise<string[]> {
  return findings(page, { within, rules: theme === 'dark' ? OF_COLOURS : undefined });
}

/** In both themes axe finds nothing wrong with a page, or with a part of it. */
export async function expectAccessible(page: Page, within?: string): Promise<void> {
  for (const theme of THEMES) {
    await showIn(page, theme);
    expect(await findingsIn(page, theme, within)).toEqual([]);
  }
}

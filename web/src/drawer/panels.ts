import type { Component } from 'svelte';

import type { Lazy } from '../lib/lazy.svelte';
import { parts } from '../parts';

/** What the drawer can show, in the order of its tabs. */
export type PanelName = 'timeline';

/** A panel of the drawer. It fills the drawer, and scrolls by itself what is more. */
export type Panel = {
  name: PanelName;
  title: string;
  part: Lazy<Component>;
};

export const PANELS: readonly Panel[] = [
  { name: 'timeline', title: 'Timeline', part: parts.TimelinePanel },
];

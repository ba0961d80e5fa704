import type { Component } from 'svelte';

import BrokerPanel from '../broker/BrokerPanel.svelte';
import FindPanel from '../find/FindPanel.svelte';
import HeatPanel from '../heat/HeatPanel.svelte';
import HistoryPanel from '../history/HistoryPanel.svelte';
import PlotPanel from '../plot/PlotPanel.svelte';
import ProblemsPanel from '../problems/ProblemsPanel.svelte';
import TimelinePanel from '../timeline/TimelinePanel.svelte';

/** What the drawer can show, in the order of its tabs. */
export type PanelName = 'find' | 'problems' | 'history' | 'timeline' | 'plot' | 'heat' | 'mqtt';

/** A panel of the drawer. It fills the drawer, and scrolls by itself what is more. */
export type Panel = { name: PanelName; title: string; content: Component };

export const PANELS: readonly Panel[] = [
  { name: 'find', title: 'Find', content: FindPanel },
  { name: 'problems', title: 'Problems', content: ProblemsPanel },
  { name: 'history', title: 'History', content: HistoryPanel },
  { name: 'timeline', title: 'Timeline', content: TimelinePanel },
  { name: 'plot', title: 'Plot', content: PlotPanel },
  { name: 'heat', title: 'Time', content: HeatPanel },
  { name: 'mqtt', title: 'MQTT', content: BrokerPanel },
];

import { Lazy } from './lib/lazy.svelte';

/** What is not on the screen when the page opens. */
export const parts = {
  Decoration: new Lazy(() => import('./canvas/Decoration.svelte')),
  Path: new Lazy(() => import('./subpatch/Path.svelte')),
  bodies: new Lazy(() => import('./canvas/bodies/more')),
  OpPanel: new Lazy(() => import('./inspector/OpPanel.svelte')),
  VariableList: new Lazy(() => import('./inspector/VariableList.svelte')),
  Drawer: new Lazy(() => import('./drawer/Drawer.svelte')),
  TimelinePanel: new Lazy(() => import('./timeline/TimelinePanel.svelte')),
  Palette: new Lazy(() => import('./palette/Palette.svelte')),
  LinkDialog: new Lazy(() => import('./palette/LinkDialog.svelte')),
  ReportDialog: new Lazy(() => import('./dialogs/ReportDialog.svelte')),
  OpenDialog: new Lazy(() => import('./dialogs/OpenDialog.svelte')),
  ExportDialog: new Lazy(() => import('./dialogs/ExportDialog.svelte')),
  HelpDialog: new Lazy(() => import('./dialogs/HelpDialog.svelte')),
};

import { Lazy } from './lib/lazy.svelte';

/** What is not on the screen when the page opens. */
export const parts = {
  Decoration: new Lazy(() => import('./canvas/Decoration.svelte')),
  Gestures: new Lazy(() => import('./canvas/Gestures.svelte')),
  Minimap: new Lazy(() => import('./canvas/Minimap.svelte')),
  Large: new Lazy(() => import('./canvas/large/Large.svelte')),
  PortTip: new Lazy(() => import('./canvas/PortTip.svelte')),
  Path: new Lazy(() => import('./subpatch/Path.svelte')),
  bodies: new Lazy(() => import('./canvas/bodies/more')),
  OpPanel: new Lazy(() => import('./inspector/OpPanel.svelte')),
  SelectionPanel: new Lazy(() => import('./inspector/SelectionPanel.svelte')),
  BookmarkList: new Lazy(() => import('./inspector/BookmarkList.svelte')),
  VariableList: new Lazy(() => import('./inspector/VariableList.svelte')),
  Drawer: new Lazy(() => import('./drawer/Drawer.svelte')),
  ProblemCount: new Lazy(() => import('./problems/ProblemCount.svelte')),
  RivalBar: new Lazy(() => import('./storage/RivalBar.svelte')),
  TrustBar: new Lazy(() => import('./trust/TrustBar.svelte')),
  Palette: new Lazy(() => import('./palette/Palette.svelte')),
  LinkDialog: new Lazy(() => import('./palette/LinkDialog.svelte')),
  ReportDialog: new Lazy(() => import('./dialogs/ReportDialog.svelte')),
  opening: new Lazy(async () => ({ default: await import('./storage/open') })),
  OpenDialog: new Lazy(() => import('./dialogs/OpenDialog.svelte')),
  ExportDialog: new Lazy(() => import('./dialogs/ExportDialog.svelte')),
  ConvertDialog: new Lazy(() => import('./palette/ConvertDialog.svelte')),
  edits: new Lazy(async () => ({ default: await import('./edits') })),
  HelpDialog: new Lazy(() => import('./dialogs/HelpDialog.svelte')),
};

export type Edits = typeof import('./edits');

/** Makes an edit of those that are loaded on their own. */
export const edit = (run: (edits: Edits) => unknown): void => parts.edits.use(run);

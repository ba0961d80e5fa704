import { expect } from '@playwright/test';

import type { Editor } from './editor';

/** Everything that the pages can look like, and how to get there from an editor with its start patch. */
export type Screen = {
  /** A word for the file of its picture. */
  name: string;
  title: string;
  show: (editor: Editor) => Promise<void>;
};

/** A patch with an op that nobody knows, one with a wrong address, and one that is linked to nothing. */
const TROUBLED = {
  ropewalk: 1,
  id: 'troubled',
  name: 'Troubled',
  ops: [
    { id: 'a', op: 'Ops.User.Somebody.Fog', x: 0, y: 0 },
    { id: 'b', op: 'Ops.Net.Mqtt.Mqtt', x: 0, y: 120, values: { 'Broker URL': 'http://broker' } },
    { id: 'c', op: 'Ops.Sidebar.Slider', x: 360, y: 0 },
    { id: 'd', op: 'Ops.Net.Mqtt.MqttPublish', x: 0, y: 280 },
  ],
  links: [],
};

/** A patch of somebody else, which publishes. */
const FROM_OUTSIDE = {
  ropewalk: 1,
  id: 'from-outside',
  name: 'A room',
  ops: [
    {
      id: 'mqtt',
      op: 'Ops.Net.Mqtt.Mqtt',
      x: 0,
      y: 0,
      values: { 'Broker URL': 'wss://broker.example.org' },
    },
    { id: 'out', op: 'Ops.Net.Mqtt.MqttPublish', x: 0, y: 160, values: { Topic: 'room/lamp' } },
  ],
  links: [{ from: { op: 'mqtt', port: 'MQTT Object' }, to: { op: 'out', port: 'MQTT Object' } }],
};

/** As cables copies ops: one that is known here, and one that draws with WebGL. */
const OF_CABLES = {
  ops: [
    { id: 'a', objName: 'Ops.Gl.MainLoop', uiAttribs: { translate: { x: 0, y: 0 } } },
    {
      id: 'b',
      objName: 'Ops.Gl.Meshes.Circle',
      uiAttribs: { translate: { x: 0, y: 80 } },
      portsIn: [{ name: 'radius', value: 0.5 }],
    },
  ],
};

/** A screen with a panel of the drawer, by the name and the tab of the panel. */
const inDrawer = (panel: string, tab: string, title = tab): Screen => ({
  name: panel,
  title,
  async show({ page }) {
    const toggle = page.getByRole('button', { name: /^Timeline/ });
    await toggle.click();
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await expect(page.getByTestId(`panel-${panel}`)).toBeVisible();
  },
});

export const SCREENS: readonly Screen[] = [
  {
    name: 'editor',
    title: 'The editor',
    async show(editor) {
      await expect(editor.connection).toContainText('Connected');
      // By then the graph has something to show.
      await expect(editor.box('Timer')).toContainText(/[5-9]\.\d{3}/);
    },
  },
  {
    name: 'op',
    title: 'An op that is selected',
    async show(editor) {
      await editor.select('Sine');
      await expect(editor.inspector.getByTestId('example')).toBeVisible();
    },
  },
  {
    name: 'palette',
    title: 'The palette',
    async show({ page }) {
      await page.getByRole('button', { name: 'Add op' }).click();
      await page.getByRole('combobox', { name: 'Add an op' }).fill('map');
      await expect(page.getByTestId('palette-entry').first()).toBeVisible();
    },
  },
  inDrawer('find', 'Find', 'Finding ops'),
  {
    name: 'mqtt',
    title: 'The topics of a broker',
    async show(editor) {
      const { page } = editor;
      await inDrawer('mqtt', 'MQTT').show(editor);
      await page.getByRole('combobox', { name: 'Watch' }).press('Enter');
      await expect(page.getByTestId('topic-row').first()).toBeVisible();
    },
  },
  {
    name: 'plot',
    title: 'A number over time',
    async show(editor) {
      await editor.select('Sine');
      await editor.page.getByRole('button', { name: 'Plot result' }).click();
      await expect(editor.page.getByTestId('panel-plot').locator('canvas')).toBeVisible();
    },
  },
  inDrawer('heat', 'Time', 'Where the time goes'),
  {
    name: 'problems',
    title: 'What is wrong with a patch',
    async show(editor) {
      await editor.dropFile('troubled.json', JSON.stringify(TROUBLED));
      await expect(editor.name).toHaveValue('Troubled');
      await inDrawer('problems', 'Problems').show(editor);
    },
  },
  {
    name: 'history',
    title: 'The history',
    async show(editor) {
      await editor.add('mr');
      await inDrawer('history', 'History').show(editor);
    },
  },
  {
    name: 'timeline',
    title: 'The timeline',
    async show(editor) {
      await editor.select('Sine');
      await editor
        .field('frequency')
        .getByRole('combobox', { name: 'What frequency follows' })
        .selectOption('Animation');
      await expect(editor.page.getByTestId('timeline')).toBeVisible();
    },
  },
  {
    name: 'held',
    title: 'A patch from outside, which is held',
    async show(editor) {
      await editor.dropFile('room.json', JSON.stringify(FROM_OUTSIDE));
      await expect(editor.page.getByRole('button', { name: /^Allow/ }).first()).toBeVisible();
    },
  },
  {
    name: 'selection',
    title: 'Several ops that are selected',
    async show({ page }) {
      await page.getByTestId('canvas').focus();
      await page.keyboard.press('ControlOrMeta+a');
      await expect(page.getByTestId('inspector')).toContainText('9 ops');
    },
  },
  {
    name: 'text',
    title: 'The window for a long text',
    async show(editor) {
      await editor.add('string');
      await editor.page
        .getByTestId('inspector')
        .getByRole('button', { name: /^Edit/ })
        .first()
        .click();
      await expect(editor.page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'open',
    title: 'Opening a patch',
    async show({ page }) {
      await page.getByRole('button', { name: 'Open a patch' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'export',
    title: 'Exporting a patch',
    async show({ page }) {
      await page.getByRole('button', { name: /^Export/ }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'help',
    title: 'Keys and help',
    async show({ page }) {
      await page.getByRole('button', { name: 'Keys and help' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'import',
    title: 'What became of a patch of cables',
    async show(editor) {
      await editor.dropFile('circle.json', JSON.stringify(OF_CABLES));
      await expect(editor.page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'empty',
    title: 'An empty patch',
    async show({ page }) {
      await page.getByRole('button', { name: 'New patch' }).click();
      await expect(page.getByText('The patch is empty')).toBeVisible();
    },
  },
  {
    name: 'broken',
    title: 'A page whose runtime did not load',
    async show({ page }) {
      await page.route(/\.wasm$/, (route) => route.abort());
      await page.reload();
      await expect(page.getByRole('heading', { name: 'could not start' })).toBeVisible();
      await page.unroute(/\.wasm$/);
    },
  },
  {
    name: 'player',
    title: 'The player',
    async show({ page }) {
      await page.goto('/play.html');
      await expect(page.getByRole('main').or(page.locator('ropewalk-patch'))).toBeVisible();
    },
  },
  {
    name: 'reference',
    title: 'The reference of the ops',
    async show({ page }) {
      await page.goto('/reference/');
      await expect(page.getByRole('searchbox')).toBeVisible();
    },
  },
  {
    name: 'reference-op',
    title: 'An op in the reference',
    async show({ page }) {
      await page.goto('/reference/Ops.Net.Mqtt.Mqtt.html');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    },
  },
];

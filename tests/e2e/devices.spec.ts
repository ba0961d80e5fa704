import { expect, test, type CDPSession, type Page } from '@playwright/test';

import { Editor } from './editor';

let editor: Editor;
let page: Page;

test.beforeEach(({ page: fresh }) => {
  page = fresh;
  editor = new Editor(page);
});

/** An op and the values of its inputs. */
type Op = [name: string, values?: Record<string, unknown>];

/** Opens a patch of these ops, one below the other, and selects the first. */
async function open(...ops: Op[]): Promise<void> {
  await openLinked(ops, []);
}

/** The same with links: `0.result` to `1.number`. */
async function openLinked(ops: Op[], links: [from: string, to: string][]): Promise<void> {
  await openUntouched(ops, links);
  const [[first] = ['']] = ops;
  await editor.select(first.replace(/.*\./, ''));
}

/** The same without a click, so that browsers allow what they allow to nobody. */
async function openUntouched(ops: Op[], links: [from: string, to: string][]): Promise<void> {
  await editor.open();
  const end = (text: string) => {
    const [op, port] = text.split('.');
    return { op: `op${op}`, port };
  };
  await editor.dropFile(
    'devices.json',
    JSON.stringify({
      ropewalk: 1,
      id: 'devices',
      name: 'Devices',
      ops: ops.map(([op, values = {}], at) => ({ id: `op${at}`, op, x: 0, y: at * 112, values })),
      links: links.map(([from, to]) => ({ from: end(from), to: end(to) })),
    }),
  );
  await expect(editor.name).toHaveValue('Devices');
}

/** Where the stage is, and its middle. */
async function stage() {
  const box = await page.locator('.surface').boundingBox();
  if (!box) throw new Error('the stage is hidden');
  return { ...box, middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 } };
}

async function remove(label: string): Promise<void> {
  await editor.select(label);
  await page.keyboard.press('Delete');
  await expect(editor.box(label)).toHaveCount(0);
}

/** Presses a trigger of the op that is selected. */
async function press(port: string): Promise<void> {
  await editor.field(port).getByRole('button').click();
}

/** The names of what is listened to on something of the page. */
async function listeners(expression: string, cdp?: CDPSession): Promise<string[]> {
  const session = cdp ?? (await page.context().newCDPSession(page));
  const { result } = await session.send('Runtime.evaluate', { expression });
  const objectId = result.objectId ?? '';
  const found = await session.send('DOMDebugger.getEventListeners', { objectId });
  return found.listeners.map(({ type }) => type);
}

const SURFACE = "document.querySelector('.surface')";

test('the mouse is told of on the stage, and nowhere else', async () => {
  await open(['Ops.Devices.Mouse.Mouse']);
  const { x, y, width, height, middle } = await stage();
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.move(x + width * 0.75, y + height * 0.25);
  const within = async (port: string, value: number) =>
    expect(async () => {
      expect(Number(await editor.result(port).textContent())).toBeCloseTo(value, 1);
    }).toPass();
  await within('x', 0.5);
  await within('y', 0.5);
  await expect(editor.result('Mouse is hovering')).toHaveText('true');
  await page.mouse.down();
  await expect(editor.result('Button is down')).toHaveText('true');
  await page.mouse.up();
  await expect(editor.result('Button is down')).toHaveText('false');
  await expect(editor.result('click')).toContainText('1');
  await page.mouse.move(x - 100, y + height * 0.25);
  await expect(editor.result('Mouse is hovering')).toHaveText('false');
  await within('x', 0.5);
});

test('the right button opens the menu of the browser only where the op is not', async () => {
  await page.addInitScript(() => {
    const prevented: boolean[] = [];
    Object.assign(window, { prevented });
    const look = (event: Event) => setTimeout(() => prevented.push(event.defaultPrevented));
    addEventListener('contextmenu', look, true);
  });
  await open(['Ops.Devices.Mouse.MouseButtons', { Area: 'Document' }]);
  const { middle } = await stage();
  await page.mouse.click(middle.x, middle.y, { button: 'right' });
  await expect(editor.result('Click Right')).toContainText('1');
  await page.getByTestId('patch-name').click({ button: 'right' });
  await expect(editor.result('Click Right')).toContainText('2');
  await expect(async () => {
    expect(await page.evaluate('prevented')).toEqual([true, false]);
  }).toPass();
});

test('a listener goes with the last op that wants it', async () => {
  await open(['Ops.Math.Sum']);
  const before = await listeners(SURFACE);
  await open(['Ops.Devices.Mouse.Mouse'], ['Ops.Devices.Mouse.MouseDrag']);
  const both = await listeners(SURFACE);
  // The two listen to the same, and the host once.
  expect(both.filter((name) => name === 'pointermove')).toHaveLength(1);
  await remove('Mouse');
  expect(await listeners(SURFACE)).toEqual(both);
  await remove('MouseDrag');
  expect(await listeners(SURFACE)).toEqual(before);
});

test('the wheel is told of, and the editor keeps its own', async () => {
  await open(['Ops.Devices.Mouse.MouseWheel', { 'Simple Delta': false }]);
  const { middle } = await stage();
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.wheel(0, 10);
  await expect(editor.result('delta')).toHaveText('0.100');
  await page.mouse.wheel(0, 10);
  await expect(editor.result('Wheel Action')).toContainText('2');
});

test('keys are heard, but not while a text is typed', async () => {
  await open(['Ops.Devices.Keyboard.KeyPressLearn', { 'canvas only': false }]);
  await press('learn');
  await expect(editor.inspector).toContainText('Press the key');
  await page.keyboard.press('k');
  await expect(editor.field('key code').locator('input')).toHaveValue('75');
  await expect(editor.result('Key')).toHaveText('K');
  await page.getByTestId('canvas').focus();
  await page.keyboard.down('k');
  await expect(editor.result('Pressed')).toHaveText('true');
  await page.keyboard.up('k');
  await expect(editor.result('Pressed')).toHaveText('false');
  await expect(editor.result('on press')).toContainText('1');
  await editor.name.fill('kkk');
  await editor.name.press('k');
  await page.keyboard.press('Enter');
  await expect(editor.result('on press')).toContainText('1');
  await page.getByTestId('undo').click();
});

test('the stage has the keyboard once it is clicked, while an op wants it', async () => {
  await open(['Ops.Devices.Keyboard.CursorKeys']);
  const { middle } = await stage();
  await page.keyboard.press('ArrowUp');
  await page.mouse.click(middle.x, middle.y);
  await page.keyboard.down('ArrowRight');
  await expect(editor.result('Degree')).toHaveText('90');
  await page.keyboard.down('s');
  await expect(editor.result('Degree')).toHaveText('135');
  // Another window is looked at, and the keys go up there.
  await page.evaluate(() => dispatchEvent(new Event('blur')));
  await expect(editor.result('Any Button Pressed')).toHaveText('0');
  await expect(page.locator('.surface')).toHaveAttribute('tabindex', '0');
  await remove('CursorKeys');
  await expect(page.locator('.surface')).not.toHaveAttribute('tabindex');
});

test.describe('with a touch screen', () => {
  test.use({ hasTouch: true });

  test('fingers are told of one by one', async () => {
    await open(['Ops.Devices.TouchScreen']);
    const { x, y } = await stage();
    const cdp = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...places: [number, number][]) =>
      cdp.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: places.map(([right, down], id) => ({ x: x + right, y: y + down, id })),
      });
    await touch('touchStart', [30, 40]);
    await expect(editor.result('Finger 1 X')).toHaveText('30');
    await touch('touchStart', [30, 40], [90, 80]);
    await expect(editor.result('Fingers')).toHaveText('2');
    await expect(editor.result('Finger 2 Y')).toHaveText('80');
    await touch('touchMove', [50, 60], [90, 80]);
    await expect(editor.result('Finger 1 Y')).toHaveText('60');
    await touch('touchEnd');
    await expect(editor.result('Touched')).toHaveText('0');
    await expect(editor.result('Touch End')).toContainText(/\d/);
  });

  test('a stroke over the stage is a swipe', async () => {
    await open(['Ops.Devices.TouchGesture']);
    await expect(page.locator('.surface')).toHaveCSS('touch-action', 'none');
    const { middle } = await stage();
    const cdp = await page.context().newCDPSession(page);
    const at = (x: number) => ({ touchPoints: [{ x, y: middle.y }] });
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', ...at(middle.x) });
    for (const way of [20, 60, 120]) {
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(middle.x - way) });
    }
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect(editor.result('Pan Left')).toContainText(/\d/);
    await expect(editor.result('Event')).toContainText('touch');
  });
});

test('the place is told once it is allowed', async ({ context }) => {
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ latitude: 52.5, longitude: 13.4 });
  await open(['Ops.Devices.Mobile.GeoLocation']);
  await expect(editor.result('Latitude')).toHaveText('52.500');
  await context.setGeolocation({ latitude: 48.25, longitude: 16.5 });
  await expect(editor.result('Longitude')).toHaveText('16.500');
});

test('a place that is refused is said on the op', async ({ context }) => {
  await context.clearPermissions();
  await open(['Ops.Devices.Mobile.GeoLocation']);
  await expect(editor.inspector).toContainText('Allow it beside the page');
});

test('how the device is held is told', async () => {
  await open(['Ops.Devices.Mobile.MotionSensor']);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('DeviceOrientation.setDeviceOrientationOverride', {
    alpha: 30,
    beta: 20,
    gamma: 10,
  });
  await expect(editor.result('Orientation Alpha')).toHaveText('30');
  await expect(editor.result('Orientation Gamma')).toHaveText('10');
  await expect(editor.result('Permissions')).toHaveText('granted');
  expect(await listeners('window', cdp)).toContain('deviceorientation');
  await remove('MotionSensor');
  expect(await listeners('window', cdp)).not.toContain('deviceorientation');
});

// Chromium asks nobody for motion: what iOS does is played.
test('where a tap is asked for, there is a button on the stage', async () => {
  await page.addInitScript(() => {
    const ask = () => Promise.resolve(navigator.userActivation.isActive ? 'granted' : 'denied');
    for (const type of [DeviceMotionEvent, DeviceOrientationEvent]) {
      Object.assign(type, { requestPermission: ask });
    }
  });
  await open(['Ops.Devices.Mobile.MotionSensor']);
  await expect(editor.inspector).toContainText('tap the button on the stage');
  await page.getByRole('button', { name: 'Allow motion and orientation' }).click();
  await expect(editor.result('Permissions')).toHaveText('granted');
  await expect(page.getByRole('button', { name: 'Allow motion and orientation' })).toHaveCount(0);
  await expect(editor.inspector).not.toContainText('tap the button');
});

test('the stage fills the screen, by a click or by a tap on its button', async () => {
  await open(['Ops.Html.FullscreenMode']);
  await press('Request Fullscreen');
  await expect(editor.result('Is Fullscreen')).toHaveText('true');
  expect(await page.evaluate(() => document.fullscreenElement?.className)).toContain('surface');
  await page.evaluate(() => document.exitFullscreen());
  await expect(editor.result('Is Fullscreen')).toHaveText('false');
});

// Whatever a test asks a page counts as a tap for Chromium, so its rule is played here.
test('without a tap the screen is not filled, and the stage asks for one', async () => {
  await page.addInitScript(() => {
    const own = Object.getOwnPropertyDescriptor(Element.prototype, 'requestFullscreen');
    const fill = own?.value as (this: Element) => Promise<void>;
    Element.prototype.requestFullscreen = function () {
      const isTapped = window.event?.type === 'click' && window.event.isTrusted;
      return isTapped ? fill.call(this) : Promise.reject(new TypeError('not in answer to a tap'));
    };
  });
  await openUntouched(
    [['Ops.Html.FullscreenMode'], ['Ops.Trigger.Interval', { interval: 500 }]],
    [['1.trigger', '0.Request Fullscreen']],
  );
  const button = page.getByRole('button', { name: 'Fill the screen' });
  await expect(button).toBeVisible();
  await button.click();
  await expect(async () => {
    expect(await page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  }).toPass();
  await expect(button).toHaveCount(0);
});

test('the window, its focus and the browser', async () => {
  await page.setViewportSize({ width: 1000, height: 700 });
  await open(
    ['Ops.Html.WindowInfo'],
    ['Ops.Html.WindowHasFocus'],
    ['Ops.Devices.Browser.BrowserInfo'],
    ['Ops.Devices.Mobile.ScreenOrientation'],
  );
  await expect(editor.result('clientWidth')).toHaveText('1000');
  await page.setViewportSize({ width: 1100, height: 700 });
  await expect(editor.result('clientWidth')).toHaveText('1100');
  await editor.select('WindowHasFocus');
  await expect(editor.result('Tab Visible')).toHaveText('true');
  await expect(editor.result('has focus')).toHaveText('true');
  await editor.select('BrowserInfo');
  await expect(editor.result('Is Linux')).toHaveText('true');
  await expect(editor.result('User Agent')).toContainText('Chrome');
  await editor.select('ScreenOrientation');
  await expect(editor.result('Type')).toContainText('landscape');
});

// Nothing of a headless browser has a motor: what it is asked is written down.
test('a phone is shaken for a second and a half', async () => {
  await page.addInitScript(() => {
    const asked: unknown[] = [];
    Object.assign(window, { asked });
    navigator.vibrate = (pattern) => asked.push(pattern) > 0;
  });
  await open(['Ops.Devices.Mobile.DeviceVibrate']);
  await expect(editor.result('Supported')).toHaveText('true');
  await press('Vibrate');
  await expect(async () => {
    expect(await page.evaluate('asked')).toEqual([1500]);
  }).toPass();
});

// A headless browser has no controllers, and its protocol plugs none in: one is put in its place.
test('a game controller is followed, and let go', async () => {
  await page.addInitScript(() => {
    const buttons = Array.from({ length: 16 }, () => ({
      pressed: false,
      touched: false,
      value: 0,
    }));
    const pad = { id: 'Pad', mapping: 'standard', axes: [0, 0, 0, 0], buttons, timestamp: 0 };
    let looks = 0;
    navigator.getGamepads = () => {
      looks += 1;
      return [pad as unknown as Gamepad, null, null, null];
    };
    Object.assign(window, { pad, looks: () => looks });
  });
  await openLinked(
    [['Ops.Devices.GamePad.GamePad'], ['Ops.Devices.GamePad.GamePads'], ['Ops.Gl.MainLoop']],
    [
      ['2.trigger', '1.exe'],
      ['1.Pad 0', '0.GamePad Data'],
    ],
  );
  await expect(editor.result('ID')).toHaveText('Pad');
  await page.evaluate('pad.axes[0] = -1; pad.buttons[0].pressed = true');
  await expect(editor.result('Pad Left')).toHaveText('true');
  await expect(editor.result('Button 1')).toHaveText('true');
  await remove('GamePads');
  const frame = () => page.evaluate(() => new Promise(requestAnimationFrame));
  await frame();
  const looks = await page.evaluate('looks()');
  await frame();
  await frame();
  expect(await page.evaluate('looks()')).toBe(looks);
});

test('MIDI that is refused is said on the op', async ({ context }) => {
  await context.clearPermissions();
  await open(['Ops.Devices.Midi.DeviceList']);
  await expect(editor.result('Midi Support')).toHaveText('false');
  await expect(editor.inspector).toContainText('may not use MIDI');
});

// A headless browser has no MIDI devices: `navigator.requestMIDIAccess` is one of our own here.
test.describe('with MIDI devices that are played', () => {
  test.beforeEach(async () => {
    await page.addInitScript(() => {
      const sent: number[][] = [];
      class Port extends EventTarget {
        state = 'connected';
        onmidimessage: ((event: Event) => void) | null = null;
        constructor(readonly name: string) {
          super();
        }
        send(bytes: Uint8Array) {
          sent.push([...bytes]);
        }
        close() {
          return Promise.resolve(this);
        }
        play(...bytes: number[]) {
          const event = new Event('midimessage');
          Object.assign(event, { data: Uint8Array.from(bytes) });
          this.addEventListener('midimessage', (event) => this.onmidimessage?.(event), {
            once: true,
          });
          this.dispatchEvent(event);
        }
      }
      const inputs = new Map([['1', new Port('Knobs')]]);
      const outputs = new Map([['2', new Port('Synth')]]);
      const access = Object.assign(new EventTarget(), { inputs, outputs, onstatechange: null });
      navigator.requestMIDIAccess = () => Promise.resolve(access as unknown as MIDIAccess);
      Object.assign(window, { sent, knobs: inputs.get('1'), access, Port });
    });
  });

  test('a knob is learned, and its value follows', async () => {
    await openLinked(
      [
        ['Ops.Devices.Midi.MidiCC'],
        ['Ops.Devices.Midi.MidiInputDevice'],
        ['Ops.Devices.Midi.MidiNote'],
      ],
      [
        ['1.Event', '0.MIDI Event In'],
        ['1.Event', '2.MIDI Event In'],
      ],
    );
    await editor.select('MidiInputDevice');
    await expect(editor.inspector).toContainText('Choose a Device: Knobs');
    expect(await page.evaluate('knobs.onmidimessage')).toBeNull();
    await press('Learn');
    await expect(editor.inspector).toContainText('that is to be learned');
    await page.evaluate('knobs.play(0xb1, 7, 1)');
    await expect(editor.field('Device').locator('input')).toHaveValue('Knobs');
    await editor.select('MidiCC');
    await press('learn');
    await expect(editor.inspector).toContainText('that is to be learned');
    await page.evaluate('knobs.play(0xb1, 7, 127)');
    await expect(editor.field('CC Index').locator('input')).toHaveValue('7');
    await expect(editor.field('MIDI Channel').locator('input')).toHaveValue('2');
    await expect(editor.result('CC Value Out')).toHaveText('1');
    await page.evaluate('knobs.play(0xb1, 7, 0)');
    await expect(editor.result('CC Value Out')).toHaveText('0');
    await editor.select('MidiNote');
    await page.evaluate('knobs.play(0x90, 60, 100)');
    await expect(editor.result('Current Note')).toHaveText('60');
    await expect(editor.result('Gate')).toHaveText('true');

    await remove('MidiInputDevice');
    expect(await page.evaluate('[knobs.onmidimessage, access.onstatechange]')).toEqual([
      null,
      null,
    ]);
  });

  test('devices come and go, and a control change is sent', async () => {
    await openLinked(
      [
        ['Ops.Devices.Midi.MidiCCOut_v2', { 'CC Index': 7, 'CC Value': 99 }],
        ['Ops.Devices.Midi.MidiOutputDevice', { Device: 'Synth' }],
        ['Ops.Devices.Midi.DeviceList'],
      ],
      [['0.MIDI Event Out', '1.CC']],
    );
    await press('Send');
    await press('Send');
    await expect(async () => {
      expect(await page.evaluate('sent')).toEqual([
        [0xb0, 7, 99],
        [0xb0, 7, 99],
      ]);
    }).toPass();
    await editor.select('DeviceList');
    await expect(editor.result('Num Devices')).toHaveText('1');
    await page.evaluate("access.inputs.set('3', new Port('Keys')); access.onstatechange()");
    await expect(editor.result('Num Devices')).toHaveText('2');
  });
});

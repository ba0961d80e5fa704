import stageStyles from '../stage/sidebar.css?inline';
import type { JsonValue, Notice, Status } from '../lib/protocol.ts';
import { reasonOf } from '../lib/reason';
import type { Guard } from '../trust/guard';
import { purify } from '../stage/purify';
import tokens from '../styles/theme.css?inline';
import initialise, { Runtime, type RuntimeOptions } from '../wasm/ropewalk.js';

import { Awake } from './awake';
import { pauseAfter } from './backoff';
import { countFault, forgetFaults } from './faults';
import { inlinePatch, inlineWasm, loadPatch, PatchFailure } from './load';
import styles from './player.css?inline';
import type { Questions } from './questions';

/** What a `<ropewalk-patch>` is doing. */
export type PlayState =
  /** Nothing: it is on no page, or has no patch. */
  | 'idle'
  | 'loading'
  | 'playing'
  /** The patch was not loaded, or the runtime has died. */
  | 'failed';

/** What an `error` event says. */
export type PlayError = {
  /** For a person. */
  text: string;
  /** Whether the runtime of this page has died: only the page, loaded anew, can go on. */
  isFatal: boolean;
  /** In how many milliseconds it is tried again by itself; `null` when it is not. */
  retryMs: number | null;
};

/** What a `variable` event says. */
export type VariableChange = {
  name: string;
  /** A number, a truth value, a text, an array or an object; `null` while nobody sets it. */
  value: JsonValue;
};

/** How long a runtime has to last for its faults before to be forgotten, in milliseconds. */
const STABLE_MS = 10 * 60_000;

/**
 * Plays a patch: `<ropewalk-patch src="lamp.json"></ropewalk-patch>`.
 *
 * Attributes: `src`, the address of a patch file; `keep-awake`, to keep the screen on; `auto-reload`,
 * to load the page anew when the runtime has died; `hold`, to let the patch reach no server but those
 * that a person allows it; `theme`, `light` or `dark` instead of the system's; `variables`, a JSON
 * object of values for variables of the patch. Instead of `src` the patch can stand inside, in a
 * `<script type="application/json">`.
 *
 * Events, none of which bubbles: `load` when the patch plays; `variable`, with a
 * {@link VariableChange} as its `detail`, when a variable of the patch has changed, at most once a
 * frame for each; `error` with a {@link PlayError}. A patch that did not load is tried again, more and more seldom, at last once a minute.
 */
export class RopewalkPatch extends HTMLElement {
  static readonly observedAttributes = ['src', 'keep-awake', 'theme', 'variables'];

  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #stage = document.createElement('div');
  readonly #status = document.createElement('p');
  /** Loaded where there is something to ask. */
  #questions: Promise<Questions> | undefined;
  readonly #awake = new Awake();
  #runtime: Runtime | null = null;
  /** What the patch may reach, where it is held. */
  #guard: Guard | null = null;
  #state: PlayState = 'idle';
  /** Counts the tries, so that one that is overtaken knows. */
  #round = 0;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #text: string | null = null;
  #name = '';
  /** What the marks of ops say. */
  readonly #marks = new Map<string, string>();
  /** The Mqtt ops, in the order in which they are watched. */
  #connections: string[] = [];
  /** What the page has set, to be set again when the patch is loaded anew. */
  #given = new Map<string, JsonValue>();

  constructor() {
    super();
    const root = this.#root;
    root.adoptedStyleSheets = [tokens, stageStyles, styles].map(sheetOf);
    this.#stage.className = 'stage';
    this.#status.className = 'status';
    this.#status.setAttribute('role', 'status');
    root.append(this.#stage, this.#status);
  }

  /** What it is doing. */
  get state(): PlayState {
    return this.#state;
  }

  /** The patch's own name; empty until it plays. */
  get name(): string {
    return this.#name;
  }

  /** The address of the patch file. */
  get src(): string {
    return this.getAttribute('src') ?? '';
  }

  set src(src: string) {
    this.setAttribute('src', src);
  }

  /** The text of the patch file, to be played instead of what `src` names. */
  get patch(): string | null {
    return this.#text;
  }

  set patch(text: string | null) {
    this.#text = text;
    this.#start();
  }

  /** Whether the screen is kept on. */
  get keepAwake(): boolean {
    return this.hasAttribute('keep-awake');
  }

  set keepAwake(keep: boolean) {
    this.toggleAttribute('keep-awake', keep);
  }

  /** Whether the page is loaded anew when the runtime has died. */
  get autoReload(): boolean {
    return this.hasAttribute('auto-reload');
  }

  set autoReload(reload: boolean) {
    this.toggleAttribute('auto-reload', reload);
  }

  /** Whether the patch reaches no server but those that a person allows it. */
  get hold(): boolean {
    return this.hasAttribute('hold');
  }

  set hold(hold: boolean) {
    this.toggleAttribute('hold', hold);
  }

  /** The variables that the page has set. To assign sets each that is named. */
  get variables(): Record<string, JsonValue> {
    return Object.fromEntries(this.#given);
  }

  set variables(variables: Record<string, JsonValue>) {
    for (const [name, value] of Object.entries(variables)) this.setVariable(name, value);
  }

  /** What a variable of the patch holds; `null` while nobody sets it, or nothing plays. */
  variable(name: string): JsonValue {
    return this.#runtime?.variable(name) ?? null;
  }

  /**
   * Sets a variable of the patch: now, and again whenever the patch is loaded anew; `null` lets go of
   * it. Throws where the value is something else than JSON has.
   */
  setVariable(name: string, value: JsonValue): void {
    this.#runtime?.setVariable(name, value);
    if (value === null) this.#given.delete(name);
    else this.#given.set(name, value);
  }

  /** Loads the patch once more and plays it from its beginning. */
  reload(): void {
    this.#start();
  }

  /**
   * Sets a secret of an op, such as the Password of an Mqtt op, which is kept in this browser and in
   * no file. Rejects where there is no such secret, or nothing plays.
   */
  async setSecret(op: string, port: string, value: string): Promise<void> {
    if (!this.#runtime) throw new Error('Nothing plays yet: wait for the event `load`.');
    void this.#ask(({ password }) => password.changed(op), false);
    await this.#runtime.setSecret(op, port, value);
  }

  connectedCallback(): void {
    this.#showTheme();
    prefersDark.addEventListener('change', this.#showTheme);
    window.addEventListener('error', this.#trapped);
    this.#keepAwake();
    this.#readVariables();
    // Its children are there only after the parser has read them.
    queueMicrotask(() => this.#start());
  }

  disconnectedCallback(): void {
    prefersDark.removeEventListener('change', this.#showTheme);
    window.removeEventListener('error', this.#trapped);
    this.#end();
    this.#awake.end();
    this.#setState('idle', '');
  }

  attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    if (!this.isConnected || old === value) return;
    if (name === 'src') this.#start();
    else if (name === 'theme') this.#showTheme();
    else if (name === 'variables') this.#readVariables();
    else this.#keepAwake();
  }

  readonly #showTheme = () => {
    const chosen = this.getAttribute('theme');
    const isDark = chosen === 'dark' || (chosen !== 'light' && prefersDark.matches);
    for (const part of this.#root.children) {
      (part as HTMLElement).dataset.theme = isDark ? 'dark' : 'light';
    }
  };

  #readVariables(): void {
    const text = this.getAttribute('variables');
    if (text === null) return;
    try {
      const variables: unknown = JSON.parse(text);
      if (typeof variables !== 'object' || variables === null) throw new Error('it is no object');
      this.variables = variables as Record<string, JsonValue>;
    } catch (error) {
      console.error(
        `<ropewalk-patch>: the attribute \`variables\` is not read: ${reasonOf(error)}`,
      );
    }
  }

  #keepAwake(): void {
    if (this.keepAwake) this.#awake.begin((reason) => console.warn(reason));
    else this.#awake.end();
  }

  #start(): void {
    this.#end();
    if (!this.isConnected) return;
    this.#failures = 0;
    void this.#play();
  }

  #end(): void {
    this.#round += 1;
    clearTimeout(this.#timer);
    this.#runtime?.stop();
    this.#runtime = null;
    this.#guard = null;
    this.#marks.clear();
    void this.#ask((questions) => questions.clear(), false);
  }

  async #play(): Promise<void> {
    const round = (this.#round += 1);
    const isOvertaken = () => round !== this.#round;
    const inline = this.#text ?? inlinePatch(this);
    if (inline === null && !this.src) {
      this.#setState('idle', '');
      return;
    }
    this.#setState('loading', '');
    try {
      const text = inline ?? (await loadPatch(this.src));
      if (isOvertaken()) return;
      const onNotice = (notice: Notice) => this.#noticed(notice, round);
      const options: RuntimeOptions = {
        stage: this.#stage,
        purify,
        onNotice,
        onValues: (_, texts) => this.#stands(texts),
        onVariables: (changed) => {
          for (const [name, value] of changed) this.#changed({ name, value });
        },
      };
      if (this.hold) {
        const guard = (await import('./questions')).guardOf(text);
        if (isOvertaken()) return;
        this.#guard = guard;
        options.hold = (what, isAddress) => guard.hold(what, isAddress);
      }
      const bytes = inlineWasm();
      await initialise(bytes && { module_or_path: bytes });
      const runtime = await Runtime.start(options);
      if (isOvertaken()) {
        runtime.stop();
        return;
      }
      this.#runtime = runtime;
      await runtime.open(text).catch((error: unknown) => {
        throw new PatchFailure(reasonOf(error), false);
      });
      if (isOvertaken()) return;
      for (const [name, value] of this.#given) runtime.setVariable(name, value);
      runtime.watchVariables(true);
      const port = (op: string, port: string) => ({ op, port, output: true, long: false });
      runtime.watch(this.#connections.flatMap((op) => [port(op, 'Refusal'), port(op, 'State')]));
      this.#failures = 0;
      this.#setState('playing', '');
      this.dispatchEvent(new Event('load'));
      this.#timer = setTimeout(forgetFaults, STABLE_MS);
    } catch (error) {
      if (!isOvertaken()) this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#runtime?.stop();
    this.#runtime = null;
    // What the server could mend is asked for again; a file that is no patch stays none.
    const isWorthwhile = !(error instanceof PatchFailure) || error.isPassing;
    this.#failures += 1;
    const retryMs = isWorthwhile ? pauseAfter(this.#failures) : null;
    if (retryMs !== null) this.#timer = setTimeout(() => void this.#play(), retryMs);
    this.#tell({ text: reasonOf(error), isFatal: false, retryMs });
  }

  #noticed(notice: Notice, round: number): void {
    if (notice.type === 'fatal') {
      if (round === this.#round) this.#died(notice.text);
    } else if (notice.type === 'opened') {
      this.#name = notice.document.name;
      const { ops } = notice.document;
      this.#connections = ops.filter(({ op }) => op === 'Ops.Net.Mqtt.Mqtt').map(({ id }) => id);
    } else if (notice.type === 'opStatus') {
      this.#marked(notice.op, notice.status);
    } else if (notice.type === 'log') {
      console.info(notice.text);
    }
  }

  #marked(op: string, status: Status | null): void {
    this.#marks.set(op, status?.text ?? '');
    if (this.#guard) void this.#ask(({ held }) => held.told(op, status?.held ?? []));
  }

  /** The Refusal of each Mqtt op and its State, by turns, by their places. */
  #stands(texts: [index: number, text: string][]): void {
    for (const [index, text] of texts) {
      const op = this.#connections[index >> 1];
      if (op === undefined) continue;
      const isAsked = text === 'credentials';
      if (index % 2 === 0) {
        const refusal = isAsked ? this.#refusalOf(op) : null;
        void this.#ask(({ password }) => password.told(op, refusal), isAsked);
      } else if (text === 'connected') {
        void this.#ask(({ password }) => password.changed(op), false);
      }
    }
  }

  #refusalOf(op: string) {
    const inputs = ['Broker URL', 'Port', 'Path', 'Username'];
    const purpose = inputs.map((port) => this.#runtime?.inspect(op, port, false)).join('\n');
    return { reason: this.#marks.get(op) ?? '', purpose };
  }

  /** Asks a person something, or no more, which loads nothing. */
  async #ask(how: (questions: Questions) => void, isAsked = true): Promise<void> {
    if (isAsked) this.#questions ??= this.#loadQuestions();
    try {
      if (this.#questions) how(await this.#questions);
    } catch {
      // What is asked next loads it again; a browser tells by itself what did not load.
      this.#questions = undefined;
    }
  }

  async #loadQuestions(): Promise<Questions> {
    const { Questions } = await import('./questions');
    const questions = new Questions(
      this.#root,
      (op, value) => this.setSecret(op, 'Password', value),
      (servers) => {
        this.#guard?.allow(servers);
        this.#runtime?.retryHeld();
      },
    );
    this.#showTheme();
    return questions;
  }

  #changed(detail: VariableChange): void {
    this.dispatchEvent(new CustomEvent('variable', { detail }));
  }

  /** What no panic tells of: WebAssembly that was stopped in its midst, as by a full stack. */
  readonly #trapped = ({ error }: ErrorEvent) => {
    const isOfWasm = error instanceof Error && /\bwasm\b/.test(error.stack ?? '');
    const isTrap = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    if (isOfWasm && isTrap) this.#died(reasonOf(error));
  };

  #died(text: string): void {
    if (!this.#runtime) return;
    // It is dead: nothing of it can be called any more.
    this.#runtime = null;
    clearTimeout(this.#timer);
    const retryMs = this.autoReload ? pauseAfter(countFault()) : null;
    if (retryMs !== null) this.#timer = setTimeout(() => location.reload(), retryMs);
    this.#tell({ text: `The runtime has stopped: ${text}`, isFatal: true, retryMs });
  }

  #tell(detail: PlayError): void {
    const next =
      detail.retryMs === null ? '' : ` Trying again in ${Math.round(detail.retryMs / 1_000)} s.`;
    this.#setState('failed', detail.text + next);
    this.dispatchEvent(new CustomEvent('error', { detail }));
  }

  #setState(state: PlayState, said: string): void {
    this.#state = state;
    this.#status.textContent = said;
  }
}

const prefersDark = matchMedia('(prefers-color-scheme: dark)');

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

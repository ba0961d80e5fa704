import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter, linter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** A text with line numbers, search and undo of its own, as JSON or plain. */
export type CodeEditor = {
  replace(text: string): void;
  setJson(isJson: boolean): void;
  focus(): void;
  destroy(): void;
};

export type CodeOptions = {
  text: string;
  label: string;
  isJson: boolean;
  isReadOnly: boolean;
  onchange: (text: string) => void;
};

/** Puts an editor into an element. */
export function createCodeEditor(host: HTMLElement, options: CodeOptions): CodeEditor {
  // In a shadow its styles are objects and no elements, which a page may forbid.
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const language = new Compartment();
  const languageOf = (isJson: boolean): Extension =>
    isJson
      ? [json(), ...(options.isReadOnly ? [] : [linter(jsonParseLinter()), lintGutter()])]
      : [];
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        foldGutter(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        syntaxHighlighting(STYLE),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': options.label }),
        EditorState.readOnly.of(options.isReadOnly),
        keymap.of([
          // Done, which is the dialog's.
          { key: 'Mod-Enter', run: () => true },
          ...defaultKeymap,
          ...historyKeymap,
          ...searchKeymap,
          ...foldKeymap,
          ...lintKeymap,
          indentWithTab,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onchange(update.state.doc.toString());
        }),
        THEME,
        language.of(languageOf(options.isJson)),
      ],
    }),
  });
  return {
    replace: (insert) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert } }),
    setJson: (isJson) => view.dispatch({ effects: language.reconfigure(languageOf(isJson)) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

const STYLE = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--kind-bytes)' },
  { tag: tags.string, color: 'var(--kind-text)' },
  { tag: tags.number, color: 'var(--kind-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--kind-array)' },
  { tag: tags.invalid, color: 'var(--error)' },
]);

const THEME = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--raised)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', fontSize: '12px', lineHeight: '18px' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': {
    color: 'var(--text-2)',
    backgroundColor: 'var(--sunken)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 6%, transparent)' },
  '.cm-activeLineGutter': { color: 'var(--text)', backgroundColor: 'transparent' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent)' },
  '.cm-selectionMatch, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 18%, transparent)',
  },
  '.cm-panels': { color: 'var(--text)', backgroundColor: 'var(--chrome)' },
  '.cm-panel input, .cm-panel button': {
    color: 'var(--text)',
    background: 'var(--raised)',
    border: '1px solid var(--line-strong)',
  },
  '.cm-tooltip': {
    color: 'var(--text)',
    backgroundColor: 'var(--raised)',
    border: '1px solid var(--line-strong)',
  },
  '.cm-foldPlaceholder': { color: 'var(--text-2)', backgroundColor: 'var(--sunken)', border: '0' },
});

/** What the page and the runtime say to each other, as JSON. */

export type JsonValue =
  null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** A port of an op of the patch. */
export type PortRef = { op: string; port: string };

/** A cable: an output to an input. */
export type Link = { from: PortRef; to: PortRef };

/** An op to add. */
export type NewOp = {
  id?: string;
  op: string;
  x: number;
  y: number;
  title?: string;
  disabled?: boolean;
  values?: { [port: string]: JsonValue };
};

/** An edit of the patch. */
export type Command =
  | { type: 'add'; op: NewOp }
  | { type: 'remove'; ops: string[] }
  | { type: 'move'; ops: { id: string; x: number; y: number }[] }
  | { type: 'set'; op: string; port: string; value: JsonValue | null }
  | { type: 'link'; link: Link }
  | { type: 'unlink'; link: Link }
  | { type: 'title'; op: string; title: string }
  | { type: 'disable'; op: string; disabled: boolean }
  | { type: 'rename'; name: string }
  | { type: 'paste'; ops: NewOp[]; links: Link[] }
  | { type: 'batch'; label: string; commands: Command[] };

/** An op as the document has it. */
export type OpView = {
  id: string;
  op: string;
  x: number;
  y: number;
  title: string | null;
  disabled: boolean;
  values: { [port: string]: JsonValue };
  placeholder: { inputs: string[]; outputs: string[] } | null;
};

/** What an edit did to the document. */
export type Change =
  | { type: 'opAdded'; op: OpView }
  | { type: 'opRemoved'; id: string }
  | { type: 'opMoved'; id: string; x: number; y: number }
  | { type: 'valueSet'; op: string; port: string; value: JsonValue }
  | { type: 'linkAdded'; link: Link; index: number }
  | { type: 'linkRemoved'; link: Link }
  | { type: 'titled'; op: string; title: string | null }
  | { type: 'disabled'; op: string; disabled: boolean }
  | { type: 'renamed'; name: string };

/** The whole document, as a page sees it. */
export type DocumentView = { id: string; name: string; ops: OpView[]; links: Link[] };

/** A lasting mark on an op. */
export type Status = { level: 'error' | 'warning'; text: string };

/** What the runtime tells the page without being asked. */
export type Notice =
  | { type: 'opened'; document: DocumentView; warnings: string[] }
  | { type: 'changed'; changes: Change[]; canUndo: string | null; canRedo: string | null }
  | { type: 'opStatus'; op: string; status: Status | null }
  | { type: 'linkStatus'; link: Link; text: string | null }
  | { type: 'secretSet'; op: string; port: string; set: boolean }
  | { type: 'log'; text: string }
  | { type: 'fatal'; text: string };

/** How a port is edited and shown. */
export type Display = 'plain' | 'integer' | 'slider' | 'button' | 'editor';

/** A port's declaration. */
export type PortInfo = {
  name: string;
  aliases: string[];
  kind: string;
  resource: boolean;
  doc: string;
  default: JsonValue;
  display: Display;
  min: number | null;
  max: number | null;
  choices: string[];
  unit: string;
  group: string;
  secret: boolean;
};

/** An op's declaration. */
export type OpInfo = {
  name: string;
  aliases: string[];
  summary: string;
  help: string;
  inputs: PortInfo[];
  outputs: PortInfo[];
};

/** A port whose value the page shows. */
export type WatchedPort = { op: string; port: string; output: boolean };

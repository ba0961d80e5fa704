/** What the page and the runtime say to each other, as JSON. Made from the Rust types. */

/** Anything that JSON can say. */
export type JsonValue =
  null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** The ways from one key to the next. */
export const EASINGS = [
  'linear',
  'absolute',
  'smoothstep',
  'smootherstep',
  'Cubic In',
  'Cubic Out',
  'Cubic In Out',
  'Expo In',
  'Expo Out',
  'Expo In Out',
  'Sin In',
  'Sin Out',
  'Sin In Out',
  'Quart In',
  'Quart Out',
  'Quart In Out',
  'Quint In',
  'Quint Out',
  'Quint In Out',
  'Back In',
  'Back Out',
  'Back In Out',
  'Elastic In',
  'Elastic Out',
  'Bounce In',
  'Bounce Out',
  'Bezier',
] as const;
export type Easing = (typeof EASINGS)[number];

/** What comes after the last key. */
export const REPEATS = ['off', 'repeat', 'mirror', 'offset'] as const;
export type Repeat = (typeof REPEATS)[number];

/** What an animation is at one time, in seconds. The handles are for `Bezier`. */
export type Key = {
  time: number;
  value: number;
  easing?: Easing;
  in?: [number, number];
  out?: [number, number];
};

/** A number that changes with the patch's clock, from key to key. */
export type Animation = { loop: Repeat; keys: Key[] };

/** What gives an input its value, in the place of the one that it was set to. */
export type Source = { variable: string } | { animation: Animation };

/**
 * One end of a link.
 */
export type PortRef = {
  /**
   * The op's id.
   */
  op: string;
  /**
   * The port's name.
   */
  port: string;
};

/**
 * A link from an output to an input.
 */
export type Link = {
  /**
   * The output.
   */
  from: PortRef;
  /**
   * The input.
   */
  to: PortRef;
};

/**
 * A port of an op in a subpatch that the subpatch shows as its own.
 */
export type Exposed = {
  /**
   * The id of the op, which is in the subpatch or in one that is in it.
   */
  op: string;
  /**
   * The name of its port.
   */
  port: string;
  /**
   * Whether it is an output.
   */
  output: boolean;
  /**
   * What the subpatch calls it.
   */
  name: string;
};

/**
 * An op to add.
 */
export type NewOp = {
  /**
   * The id it should have; one is made up where there is none.
   */
  id?: string;
  /**
   * Its full name, or an alias.
   */
  op: string;
  /**
   * Its left edge on the canvas.
   */
  x: number;
  /**
   * Its upper edge on the canvas.
   */
  y: number;
  /**
   * A title.
   */
  title?: string;
  /**
   * Whether it is switched off.
   */
  disabled?: boolean;
  /**
   * The id of the subpatch that it is in.
   */
  subpatch?: string;
  /**
   * What a subpatch shows of the ops in it.
   */
  exposed?: Array<Exposed>;
  /**
   * How many ports its multi input has, from 1 to 1,000, where it is not the number it begins
   * with.
   */
  inputs?: number;
  /**
   * How many ports its multi output has, likewise.
   */
  outputs?: number;
  /**
   * The inputs that differ from their defaults, by name.
   */
  values?: Record<string, JsonValue>;
  /**
   * What gives inputs their values, by name.
   */
  sources?: Record<string, Source>;
};

/**
 * Where an op is to be.
 */
export type Place = {
  /**
   * The op's id.
   */
  id: string;
  /**
   * Its left edge on the canvas.
   */
  x: number;
  /**
   * Its upper edge on the canvas.
   */
  y: number;
};

/**
 * An edit, which is carried out wholly or not at all.
 */
export type Command =
  | {
      type: 'add';
      /**
       * The op.
       */
      op: NewOp;
    }
  | {
      type: 'remove';
      /**
       * Their ids.
       */
      ops: Array<string>;
    }
  | {
      type: 'move';
      /**
       * The ops and their new places.
       */
      ops: Array<Place>;
    }
  | {
      type: 'set';
      /**
       * The op's id.
       */
      op: string;
      /**
       * The input's name.
       */
      port: string;
      /**
       * The value.
       */
      value: JsonValue;
    }
  | {
      type: 'source';
      /**
       * The op's id.
       */
      op: string;
      /**
       * The input's name.
       */
      port: string;
      /**
       * The source.
       */
      source: Source | null;
    }
  | {
      type: 'keys';
      /**
       * The op's id.
       */
      op: string;
      /**
       * The input's name.
       */
      port: string;
      /**
       * The places of the keys that go, counted from 0 as they are now.
       */
      remove: Array<number>;
      /**
       * The keys that come, in any order.
       */
      add: Key[];
      /**
       * What comes after the last key from now on; as it was where there is none.
       */
      loop?: Repeat;
    }
  | {
      type: 'renameVariable';
      /**
       * Its name.
       */
      from: string;
      /**
       * Its new name, which no other has.
       */
      to: string;
    }
  | {
      type: 'ports';
      /**
       * The op's id.
       */
      op: string;
      /**
       * Whether it is the outputs.
       */
      output: boolean;
      /**
       * For each port which one it was, counted from 0, or null for a new one.
       */
      order: Array<number | null>;
    }
  | {
      type: 'link';
      /**
       * The link.
       */
      link: Link;
    }
  | {
      type: 'unlink';
      /**
       * The link.
       */
      link: Link;
    }
  | {
      type: 'title';
      /**
       * The op's id.
       */
      op: string;
      /**
       * The title.
       */
      title: string;
    }
  | {
      type: 'bookmark';
      /**
       * The op's id.
       */
      op: string;
      /**
       * Whether it has one.
       */
      bookmarked: boolean;
    }
  | {
      type: 'disable';
      /**
       * The op's id.
       */
      op: string;
      /**
       * Whether it is off.
       */
      disabled: boolean;
    }
  | {
      type: 'createSubpatch';
      /**
       * Their ids.
       */
      ops: Array<string>;
      /**
       * What the subpatch is called; empty for no title.
       */
      title: string;
      /**
       * Its left edge on the canvas.
       */
      x: number;
      /**
       * Its upper edge on the canvas.
       */
      y: number;
    }
  | {
      type: 'unpack';
      /**
       * The subpatch's id.
       */
      op: string;
    }
  | {
      type: 'enclose';
      /**
       * Their ids.
       */
      ops: Array<string>;
      /**
       * The subpatch's id.
       */
      subpatch: string | null;
    }
  | {
      type: 'expose';
      /**
       * The subpatch's id.
       */
      op: string;
      /**
       * The ports; one without a name gets its own.
       */
      ports: Array<Exposed>;
    }
  | {
      type: 'rename';
      /**
       * The name.
       */
      name: string;
    }
  | {
      type: 'paste';
      /**
       * The ops. An id that is taken is replaced, in the links too.
       */
      ops: Array<NewOp>;
      /**
       * The links, between these ops or to others of the patch.
       */
      links: Array<Link>;
    }
  | {
      type: 'batch';
      /**
       * What the history calls it.
       */
      label: string;
      /**
       * The commands, in order.
       */
      commands: Array<Command>;
    };

/**
 * The ports of an op that the library lacks: those that its values and links name.
 */
export type PlaceholderPorts = {
  /**
   * The names of its inputs.
   */
  inputs: Array<string>;
  /**
   * The names of its outputs.
   */
  outputs: Array<string>;
};

/**
 * An op as the page shows it.
 */
export type OpView = {
  /**
   * Its id, unique in the patch.
   */
  id: string;
  /**
   * Its full name.
   */
  op: string;
  /**
   * Its left edge on the canvas.
   */
  x: number;
  /**
   * Its upper edge on the canvas.
   */
  y: number;
  /**
   * The title that a person has given it.
   */
  title: string | null;
  /**
   * Whether it is switched off.
   */
  disabled: boolean;
  /**
   * Whether it has a bookmark.
   */
  bookmarked: boolean;
  /**
   * The id of the subpatch that it is in.
   */
  subpatch: string | null;
  /**
   * What a subpatch shows of the ops in it.
   */
  exposed: Array<Exposed>;
  /**
   * How many ports its multi input has; 0 where it has none.
   */
  inputs: number;
  /**
   * How many ports its multi output has; 0 where it has none.
   */
  outputs: number;
  /**
   * The values that differ from the defaults, by input; all values of a placeholder.
   */
  values: Record<string, JsonValue>;
  /**
   * What gives inputs their values in the place of those, by input.
   */
  sources: Record<string, Source>;
  /**
   * The ports, where the library lacks the op.
   */
  placeholder: PlaceholderPorts | null;
};

/**
 * A whole document as the page shows it.
 */
export type DocumentView = {
  /**
   * The id that names the patch where hosts keep its secrets.
   */
  id: string;
  /**
   * What the patch is called.
   */
  name: string;
  /**
   * The ops.
   */
  ops: Array<OpView>;
  /**
   * The links in the order in which they are served.
   */
  links: Array<Link>;
  /**
   * Ids that no new op can have: those of missing ops, to which broken links of the file lead.
   */
  reserved: Array<string>;
};

/**
 * One thing that has changed, to be followed in order by whoever shows or runs the patch.
 */
export type Change =
  | {
      type: 'opAdded';
      /**
       * The op.
       */
      op: OpView;
    }
  | {
      type: 'opRemoved';
      /**
       * Its id.
       */
      id: string;
    }
  | {
      type: 'opMoved';
      /**
       * Its id.
       */
      id: string;
      /**
       * Its left edge.
       */
      x: number;
      /**
       * Its upper edge.
       */
      y: number;
    }
  | {
      type: 'valueSet';
      /**
       * The op's id.
       */
      op: string;
      /**
       * The input's name.
       */
      port: string;
      /**
       * The value now in force, be it the default.
       */
      value: JsonValue;
    }
  | {
      type: 'sourceSet';
      /**
       * The op's id.
       */
      op: string;
      /**
       * The input's name.
       */
      port: string;
      /**
       * The source; null for none.
       */
      source: Source | null;
    }
  | {
      type: 'linkAdded';
      /**
       * The link.
       */
      link: Link;
      /**
       * Its place among the links, which is the order in which they are served.
       */
      index: number;
    }
  | {
      type: 'linkRemoved';
      /**
       * The link.
       */
      link: Link;
    }
  | {
      type: 'titled';
      /**
       * The op's id.
       */
      op: string;
      /**
       * The title; null for none.
       */
      title: string | null;
    }
  | {
      type: 'disabled';
      /**
       * The op's id.
       */
      op: string;
      /**
       * Whether it is off.
       */
      disabled: boolean;
    }
  | {
      type: 'bookmarked';
      /**
       * The op's id.
       */
      op: string;
      /**
       * Whether it has one.
       */
      bookmarked: boolean;
    }
  | {
      type: 'enclosed';
      /**
       * The op's id.
       */
      op: string;
      /**
       * The subpatch's id; null for none.
       */
      subpatch: string | null;
    }
  | {
      type: 'exposed';
      /**
       * The subpatch's id.
       */
      op: string;
      /**
       * The ports, in order.
       */
      ports: Array<Exposed>;
    }
  | {
      type: 'portCount';
      /**
       * The op's id.
       */
      op: string;
      /**
       * Whether it is the outputs.
       */
      output: boolean;
      /**
       * How many there are.
       */
      count: number;
    }
  | {
      type: 'renamed';
      /**
       * The name.
       */
      name: string;
    };

/**
 * How bad a mark is.
 */
export type Level = 'warning' | 'error';

/**
 * A mark on an op.
 */
export type Status = {
  /**
   * How bad it is.
   */
  level: Level;
  /**
   * What is wrong and what to do.
   */
  text: string;
  /**
   * The servers that the op waits to be allowed to reach.
   */
  held: Array<string>;
};

/**
 * What the page is told without having asked.
 */
export type Notice =
  | {
      type: 'opened';
      /**
       * The patch.
       */
      document: DocumentView;
      /**
       * What in its file does not fit, for a person.
       */
      warnings: Array<string>;
    }
  | {
      type: 'changed';
      /**
       * What has changed, in order.
       */
      changes: Array<Change>;
      /**
       * What undo would take back.
       */
      canUndo: string | null;
      /**
       * What redo would make again.
       */
      canRedo: string | null;
    }
  | {
      type: 'opStatus';
      /**
       * The op's id.
       */
      op: string;
      /**
       * The mark.
       */
      status: Status | null;
    }
  | {
      type: 'linkStatus';
      /**
       * The link.
       */
      link: Link;
      /**
       * Why it is cut.
       */
      text: string | null;
    }
  | {
      type: 'secretSet';
      /**
       * The op's id.
       */
      op: string;
      /**
       * The input's name.
       */
      port: string;
      /**
       * Whether it is there.
       */
      set: boolean;
    }
  | {
      type: 'timeline';
      /**
       * Whether it goes on.
       */
      playing: boolean;
      /**
       * What it shows, in seconds.
       */
      seconds: number;
    }
  | {
      type: 'log';
      /**
       * The line.
       */
      text: string;
    }
  | {
      type: 'fatal';
      /**
       * What has happened.
       */
      text: string;
    };

/**
 * A port's declaration.
 */
export type PortInfo = {
  /**
   * The name, unique among the op's inputs or outputs.
   */
  name: string;
  /**
   * Names under which files of other versions and tools know it.
   */
  aliases: Array<string>;
  /**
   * `Number`, `Bool`, `Text`, `Array`, `Object`, `Bytes`, `Trigger`, `Reference`, `Any` or the
   * name of a kind of resource.
   */
  kind: string;
  /**
   * Whether the kind is that of a resource: a handle that no value can stand for.
   */
  resource: boolean;
  /**
   * What it means, its unit and its range.
   */
  doc: string;
  /**
   * The value of an input that nothing has set.
   */
  default: JsonValue;
  /**
   * How it is edited and shown.
   */
  display: 'plain' | 'integer' | 'slider' | 'button' | 'editor' | 'variable';
  /**
   * The least number it takes.
   */
  min: number | null;
  /**
   * The greatest number it takes.
   */
  max: number | null;
  /**
   * The texts it takes; empty where it takes any.
   */
  choices: Array<string>;
  /**
   * The unit of its numbers, empty for none.
   */
  unit: string;
  /**
   * The heading it stands under, empty for none.
   */
  group: string;
  /**
   * Whether its value is kept by the host and never saved in a patch.
   */
  secret: boolean;
  /**
   * Of an input: whether the op does nothing until something is linked to it; missing where it
   * does.
   */
  needed?: boolean;
  /**
   * How many ports a multi port has to begin with; missing for a port that is none. The ports of
   * `Numbers` are called `Numbers_0`, `Numbers_1`, …
   */
  multi?: number;
};

/**
 * An op's declaration.
 */
export type OpInfo = {
  /**
   * The full name, for instance `Ops.Math.MapRange`.
   */
  name: string;
  /**
   * Names under which files of other versions and tools know it.
   */
  aliases: Array<string>;
  /**
   * One sentence.
   */
  summary: string;
  /**
   * The inputs in order.
   */
  inputs: Array<PortInfo>;
  /**
   * The outputs in order.
   */
  outputs: Array<PortInfo>;
};

/**
 * A variable of the patch, as the page lists it.
 */
export type VariableInfo = {
  /**
   * Its name.
   */
  name: string;
  /**
   * The kind of what it holds: `Number`, `Bool`, `Text`, `Array`, `Object`, `Bytes` or the name
   * of a kind of resource; empty while nobody sets it.
   */
  kind: string;
  /**
   * What it holds as text, of at most 200 characters.
   */
  text: string;
  /**
   * The ids of the ops that set it.
   */
  setBy: Array<string>;
  /**
   * The ids of the ops that read it.
   */
  readBy: Array<string>;
  /**
   * The inputs that follow it.
   */
  followedBy: Array<PortRef>;
  /**
   * Whether the page that shows the patch sets it too.
   */
  byHost: boolean;
};

/**
 * A port whose value the page shows.
 */
export type WatchedPort = {
  /**
   * The op's id.
   */
  op: string;
  /**
   * The port's name.
   */
  port: string;
  /**
   * Whether it is an output.
   */
  output: boolean;
  /**
   * Whether its text comes at up to 8,000 characters, not at 200.
   */
  long: boolean;
};

/**
 * The steps of the history by what they did.
 */
export type History = {
  /**
   * What can be taken back, the newest first.
   */
  undo: Array<string>;
  /**
   * What can be made again, the next first.
   */
  redo: Array<string>;
};

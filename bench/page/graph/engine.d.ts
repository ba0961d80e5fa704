/** What is measured, and what measures it. */

/** What a node does; each engine has one of each. */
export type Kind =
  | 'sum'
  | 'range'
  | 'smooth'
  | 'text'
  | 'concat'
  | 'cut'
  | 'frame'
  | 'parse'
  | 'get'
  | 'set'
  | 'write'
  | 'repeat'
  | 'sequence'
  | 'counter';

export interface Node {
  kind: Kind;
  /** The nodes before it, by their places, in the order of its inputs. */
  from: number[];
  /** Which of the outputs of the one before it is taken, where that is not the first. */
  slot?: number;
  /** What its other inputs hold, by their names. */
  constants: Record<string, number | string | boolean>;
}

export interface Graph {
  /** In an order in which they can be computed. The first is given what comes in. */
  nodes: Node[];
  /** The nodes whose results are compared. */
  ends: number[];
  /** Whether each round is a frame, which moves on what follows softly. */
  frames?: boolean;
  /** How many pulses a round sends, where that is what it does. */
  pulses?: number;
}

export interface Engine {
  /** Makes the graph its own, ready to run. */
  load(graph: Graph): Promise<Running>;
}

export interface Running {
  /** Brings this number, or where the graph has pulses a pulse, to the first node, and all to rest. */
  round(number: number): void;
  /** What a node of `ends` has computed: a number or a text. */
  result(node: number): number | string;
  close(): void;
}

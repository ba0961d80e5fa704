/** What is used here of litegraph.js, which a script of its own puts among the globals. */

declare class LGraphNode {
  /** What a node holds, of those here. */
  properties: {
    value: number;
    number2: number;
    'new max': number;
    End: number;
    Repeats: number;
    Strings_0: string;
    Strings_1: string;
    Strings_2: string;
    Key: string;
  };
  inputs: unknown[];
  outputs: { _data: number | string }[];
  getInputData<T>(slot: number): T;
  setOutputData(slot: number, data: unknown): void;
  triggerSlot(slot: number): void;
  onAction(): void;
}

declare class LGraph {
  configure(data: object): void;
  getNodeById(id: number): LGraphNode | undefined;
  runStep(steps: number): void;
  clear(): void;
}

declare const LiteGraph: {
  EVENT: number;
  ACTION: number;
  MAX_NUMBER_OF_NODES: number;
  registerNodeType(name: string, type: typeof LGraphNode): void;
};

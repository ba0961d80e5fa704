/** What is measured of each, as a page would use it. */
export interface Contestant {
  /** Why it does not receive frames with several packets, where it does not. */
  cannotBatch?: string;

  /** Loads what it needs, connects to `/mqtt/<path>`, and comes back once the broker has agreed. */
  connect(path: string): Promise<unknown>;

  /** Subscribes, each filter with a handler of its own, which reads the payload as text. */
  receive(path: string, filters: string[], by: Dispatch): Promise<Receiver>;

  /** Is ready to publish `text` to the topic `bench`. */
  publish(path: string, text: string, qos: Qos): Promise<Publisher>;

  /** Subscribes to the topic `bench` and is ready to publish numbers there. */
  echo(path: string, heard: (number: number) => void): Promise<Echo>;
}

/**
 * How a library whose messages all come to one function finds the handlers of a message: by testing
 * every filter, as wildcards need, or in a Map, which can hold topics only.
 */
export type Dispatch = 'filters' | 'map';

export type Qos = 0 | 1 | 2;

export interface Receiver {
  /** Comes back once that many more messages were handled. */
  handled(messages: number): Promise<unknown>;
  close(): void;
}

export interface Publisher {
  /** Publishes that many, and does not wait for the broker. */
  publish(messages: number): Promise<void> | void;
  close(): void;
}

export interface Echo {
  send(number: number): void;
  close(): void;
}

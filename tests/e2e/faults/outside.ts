import { connectAsync, type MqttClient } from 'mqtt';

export type QoS = 0 | 1 | 2;

/** A broker of the tests. */
export type Broker = { name: string; port: number };

/** One of the brokers that the control of `npm test` has started. */
export async function brokerNamed(name: string): Promise<Broker> {
  const control = process.env.ROPEWALK_BROKER_CONTROL ?? 'http://127.0.0.1:18830';
  const response = await fetch(new URL(name, control));
  const { url } = (await response.json()) as { url: string };
  return { name, port: Number(new URL(url).port) };
}

/** How many messages of ours the broker may have unacknowledged: Mosquitto takes 20. */
const WINDOW = 16;

/**
 * Somebody else at the broker, whose connection has no faults. It is MQTT.js, so that ours is not
 * tested by itself.
 */
export class Outside {
  readonly #client: MqttClient;
  /** The messages that came, in their order. */
  readonly received: string[] = [];

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', (_, payload) => this.received.push(payload.toString()));
  }

  static async connect({ port }: Broker): Promise<Outside> {
    const client = await connectAsync(`ws://127.0.0.1:${port}/mqtt`, {
      username: 'try',
      password: 'try',
      protocolVersion: 5,
      reconnectPeriod: 0,
    });
    return new Outside(client);
  }

  async subscribe(topic: string, qos: QoS): Promise<void> {
    await this.#client.subscribeAsync(topic, { qos });
  }

  async publish(topic: string, qos: QoS, message: string | Buffer, retain = false): Promise<void> {
    await this.#client.publishAsync(topic, message, { qos, retain });
  }

  /** Publishes messages in their order; `pace` is waited for before each. */
  async publishAll(
    topic: string,
    qos: QoS,
    messages: string[],
    pace: (index: number) => Promise<void>,
  ): Promise<void> {
    const under = new Set<Promise<void>>();
    for (const [index, message] of messages.entries()) {
      await pace(index);
      const sent = this.publish(topic, qos, message).finally(() => under.delete(sent));
      under.add(sent);
      if (under.size >= WINDOW) await Promise.race(under);
    }
    await Promise.all(under);
  }

  /** Waits until a message has come. */
  async until(message: string): Promise<void> {
    while (!this.received.includes(message)) {
      await new Promise((resolve) => this.#client.once('message', resolve));
    }
  }

  async end(): Promise<void> {
    await this.#client.endAsync();
  }
}

/** Numbered messages of different lengths. */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => messageOf(index + 1));
}

/** What the message of a number says. */
export function messageOf(number: number): string {
  return `${number} ${'strand '.repeat(number % 17)}`;
}

/** The number of a message; 0 where there is none. */
export function numberOf(message = '0'): number {
  return Number(message.split(' ', 1)[0]);
}

/** The numbers of messages, each of which has to be as it was sent. */
export function numbersOf(messages: string[]): number[] {
  const damaged = messages.filter((message) => message !== messageOf(numberOf(message)));
  if (damaged.length > 0) throw new Error(`damaged messages: ${damaged.join('; ')}`);
  return messages.map(numberOf);
}

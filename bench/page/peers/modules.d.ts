/**
 * What is used here of the peers. They are got when they are measured, and are not there when types
 * are checked.
 */

declare module 'mqtt' {
  export interface MqttClient {
    on(event: 'message', listener: (topic: string, payload: Uint8Array) => void): void;
    subscribeAsync(filters: string[]): Promise<unknown>;
    publish(topic: string, payload: string, options?: { qos: 0 | 1 | 2 }): void;
    end(force: boolean): void;
  }
  type Options = { reconnectPeriod: number; username?: string; password?: string };
  const mqtt: {
    connectAsync(url: string, options: Options): Promise<MqttClient>;
  };
  export default mqtt;
}

declare module 'paho-mqtt' {
  interface Client {
    onMessageArrived: (message: { destinationName: string; payloadString: string }) => void;
    connect(options: { onSuccess: () => void; onFailure: (error: unknown) => void }): void;
    subscribe(filter: string, options: { onSuccess: () => void }): void;
    send(topic: string, payload: string, qos: 0 | 1 | 2): void;
    disconnect(): void;
  }
  const paho: {
    Client: new (host: string, port: number, path: string, clientId: string) => Client;
  };
  export default paho;
}

declare module 'mqtt-client-wasm' {
  export default function init(): Promise<unknown>;
  export class WasmMqttConfig {
    constructor(options: { version: '3.1.1' });
  }
  export interface WasmMqttPacket {
    packetType(): number;
  }
  export const WasmPacketType: { Publish: number };
  export class WasmMqttClient {
    constructor(config: WasmMqttConfig);
    connect(url: string): Promise<void>;
    acquirePacketId(): Promise<number>;
    newConnectPacket(options: { clientId: string; cleanSession: boolean }): WasmMqttPacket;
    newSubscribePacket(options: {
      packetId: number;
      subscriptions: { topic: string; qos: number }[];
    }): WasmMqttPacket;
    newPublishPacket(options: {
      topicName: string;
      payload: string;
      qos: number;
      packetId?: number;
    }): WasmMqttPacket;
    asPublish(packet: WasmMqttPacket): { topicName: string; payload: string; free(): void };
    send(packet: WasmMqttPacket): Promise<void>;
    recv(): Promise<WasmMqttPacket>;
    close(): Promise<void>;
  }
}

declare module 'mqtt5-wasm' {
  export default function init(): Promise<unknown>;
  export class ConnectOptions {
    protocolVersion: number;
  }
  export class MqttClient {
    constructor(clientId: string);
    connectWithOptions(url: string, options: ConnectOptions): Promise<void>;
    subscribeWithCallback(
      filter: string,
      callback: (topic: string, payload: Uint8Array) => void,
    ): Promise<number>;
    publish(topic: string, payload: Uint8Array): Promise<void>;
    publishQos1(topic: string, payload: Uint8Array, callback: () => void): Promise<number>;
    publishQos2(topic: string, payload: Uint8Array, callback: () => void): Promise<number>;
    disconnect(): Promise<void>;
  }
}

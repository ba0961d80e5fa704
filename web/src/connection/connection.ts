import { formatNumber } from '../lib/format';

/** What the outputs of an Mqtt op say. */
export type ConnectionOutputs = {
  /** Whether it waits until a person allows it. */
  isHeld: boolean;
  state: string;
  server: string;
  error: string;
  /** In seconds. */
  retryIn: number;
};

export type Tone = 'ok' | 'busy' | 'bad' | 'off';

/** One connection in a few words. */
export function describeConnection(outputs: ConnectionOutputs): { tone: Tone; text: string } {
  const host = hostOf(outputs.server);
  if (outputs.isHeld) return { tone: 'off', text: host ? `Held: ${host}` : 'Held' };
  switch (outputs.state) {
    case 'connected':
      return { tone: 'ok', text: host ? `Connected to ${host}` : 'Connected' };
    case 'connecting':
      return { tone: 'busy', text: host ? `Connecting to ${host}` : 'Connecting' };
    case 'waiting': {
      const seconds = Math.ceil(outputs.retryIn);
      const retry = seconds > 0 ? `, retry in ${formatNumber(seconds)} s` : '';
      return { tone: 'bad', text: `Not connected${retry}` };
    }
    case 'refused':
      return { tone: 'bad', text: outputs.error ? `Refused: ${outputs.error}` : 'Refused' };
    case 'stopped':
      return { tone: 'off', text: 'Stopped' };
    default:
      return { tone: outputs.error ? 'bad' : 'off', text: outputs.error || 'Offline' };
  }
}

/** The host and port of a server's URL. */
function hostOf(server: string): string {
  try {
    return new URL(server).host;
  } catch {
    return server;
  }
}

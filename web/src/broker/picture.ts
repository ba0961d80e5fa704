import type { BrokerView } from '../lib/runtime';

/** A line between two things of the picture, with how many messages went there. */
export type Flow = { from: number; to: number; count: number };

/** What the broker has answered to who subscribes: the QoS it grants, or why not; null so far. */
export type Answer = number | string | null;

/** Who publishes to what, and who takes it: places in three lists. */
export type Picture = {
  /** Ops of the patch by their ids; `null` for all others. */
  publishers: (string | null)[];
  topics: string[];
  subscribers: string[];
  published: Flow[];
  taken: (Flow & { answer: Answer })[];
};

/**
 * The picture of a view. The protocol does not say who has published a message, so what did not come
 * from an op of the patch is of other clients.
 */
export function pictureOf(view: BrokerView): Picture {
  const picture: Picture = {
    publishers: [],
    topics: [],
    subscribers: [],
    published: [],
    taken: [],
  };
  const place = <T>(list: T[], item: T) => {
    const at = list.indexOf(item);
    return at < 0 ? list.push(item) - 1 : at;
  };
  const own = new Map<string, number>();
  const seen = new Map<string, number>();
  for (const [op, topic, count, there] of view.publishes ?? []) {
    const from = place(picture.publishers, op);
    picture.published.push({ from, to: place(picture.topics, topic), count });
    own.set(topic, (own.get(topic) ?? 0) + count);
    seen.set(topic, there);
  }
  for (const [op, filter, answer, there] of view.subscribes ?? []) {
    const to = place(picture.subscribers, op);
    picture.taken.push({ from: place(picture.topics, filter), to, count: there, answer });
    seen.set(filter, there);
  }
  for (const [topic, there] of seen) {
    const ours = [...own].reduce(
      (sum, [name, count]) => (matches(topic, name) ? sum + count : sum),
      0,
    );
    const count = there - ours;
    if (count > 0) {
      const from = place(picture.publishers, null);
      picture.published.push({ from, to: place(picture.topics, topic), count });
    }
  }
  return picture;
}

/** Whether a filter has a topic, as MQTT says (4.7). */
export function matches(filter: string, topic: string): boolean {
  const shared = filter.replace(/^\$share\/[^/]*\//, '');
  if (/^[+#]/.test(shared) && topic.startsWith('$')) return false;
  const levels = topic.split('/');
  const wanted = shared.split('/');
  for (const [at, level] of wanted.entries()) {
    if (level === '#') return true;
    if (at >= levels.length || (level !== '+' && level !== levels[at])) return false;
  }
  return wanted.length === levels.length;
}

/** How many it keeps; a few thousand would be looked through by every collection of garbage. */
const MOST = 500;

/**
 * What was made of few things that recur. For things that come and go it does not pay: an old map that was emptied
 * keeps what it had alive for the garbage collector. A weak map would forget on its own, and costs more than it saves.
 */
export class BoundedCache<K, V> {
  private readonly map = new Map<K, V>();

  constructor(private readonly make: (key: K) => V) {}

  of(key: K): V {
    const before = this.map.get(key);
    if (before !== undefined) return before;
    const made = this.make(key);
    if (this.map.size >= MOST) this.map.clear();
    this.map.set(key, made);
    return made;
  }
}

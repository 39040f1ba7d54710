/** How many entries to keep. With a few thousand, every garbage collection would scan them. */
const MOST = 500;

/**
 * Caches what is computed from a few recurring inputs. Do not use it for inputs that rarely recur: a cleared map can keep
 * its old entries alive. A weak map would drop them, but costs more than it saves.
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

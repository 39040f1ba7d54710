/** How many it keeps; a few thousand would be looked through by every collection of garbage. */
const MOST = 500;

/** What was made of things lately. A weak map would forget on its own, and costs more than it saves. */
export class Recent<K, V> {
  private readonly map = new Map<K, V>();

  get(key: K): V | undefined {
    return this.map.get(key);
  }

  set(key: K, value: V): void {
    if (this.map.size >= MOST) this.map.clear();
    this.map.set(key, value);
  }
}

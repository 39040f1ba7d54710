import type { Problems } from "./problem";
import type { ResourceBlock } from "./terraform/configuration";

/** Notices what AWS has room for once and two resources claim. */
export class Claims {
  private readonly taken = new Map<string, string>();

  constructor(private readonly problems: Problems) {}

  /**
   * @param what what is claimed, as messages call it, such as "the bucket policy of acme-source"
   * @param remedy what to do about two
   * @returns whether it was free
   */
  claim(what: string, { address }: ResourceBlock, remedy: string): boolean {
    const taken = this.taken.get(what);
    if (taken !== undefined) {
      this.problems.add({ address, path: [] }, `is ${what}, and so is ${taken}; ${remedy}`);
      return false;
    }
    this.taken.set(what, address);
    return true;
  }
}

import type { Problems } from "./problem";
import type { ResourceBlock } from "./terraform/configuration";

/** Detects resources that define the same thing, which can exist only once in AWS. */
export class Claims {
  private readonly taken = new Map<string, string>();

  constructor(private readonly problems: Problems) {}

  /**
   * @param what the claimed thing, as messages name it, such as "the bucket policy of acme-source"
   * @param remedy what to do about two claims
   * @returns whether it was free
   */
  claim(what: string, { address }: ResourceBlock, remedy: string): boolean {
    const taken = this.taken.get(what);
    if (taken !== undefined) {
      const problem = `defines ${what}, which ${taken} also defines`;
      this.problems.addClash({ address, path: [] }, { id: "defined-twice", problem, remedy });
      return false;
    }
    this.taken.set(what, address);
    return true;
  }
}

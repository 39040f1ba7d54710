import type { Estate } from "../../estate/estate";
import type { Authorization } from "../catalogue/authorization";
import type { ContextKeys } from "../evaluator/context";
import { conditionsOf } from "../iam/documents";

const ALIASES = "kms:ResourceAliases";

/**
 * Adds the aliases of the key to the context of requests to KMS. Only if a policy asks for them, because there are many requests.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases
 */
export class KeyContexts {
  private readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** The same object for the same context and key, because the evaluator keeps what it computes of each. */
  private readonly known = new WeakMap<Authorization["context"], Map<string, ContextKeys>>();

  constructor(estate: Estate) {
    const isAsked = conditionsOf(estate).get(ALIASES.toLowerCase()).length > 0;
    this.aliases = new Map(
      isAsked
        ? estate.keys
            // Another Terraform can give it more.
            .filter(({ existing }) => !existing)
            .map(({ arn, aliases }) => [arn, aliases.map(({ name }) => name)])
        : [],
    );
  }

  of({ action, resource, context }: Authorization): ContextKeys {
    const aliases = action.startsWith("kms:") ? this.aliases.get(resource) : undefined;
    if (aliases === undefined) return context;
    const ofContext = this.known.get(context) ?? new Map<string, ContextKeys>();
    this.known.set(context, ofContext);
    const before = ofContext.get(resource);
    if (before) return before;
    const whole: ContextKeys = { ...context, [ALIASES]: aliases };
    ofContext.set(resource, whole);
    return whole;
  }
}

import { isKnownService, misspeltService } from "../aws/service-principals/service-principals";
import type { Policy, Unmodelled } from "./estate";

/**
 * Unknown services in policies. They are new, or they do not exist and AWS rejects the policy. The linter reports a name
 * that is close to a known one as a flaw.
 */
export function unknownServices(policies: readonly Policy[]): Unmodelled[] {
  return policies.flatMap(({ address, document }) => {
    const services = document.Statement.flatMap(({ Principal: principal }) =>
      typeof principal === "object" ? [principal.Service ?? []].flat() : [],
    );
    return [...new Set(services)]
      .filter((name) => !isKnownService(name) && misspeltService(name) === undefined)
      .map((name) => ({
        address,
        reason: `names ${name}, which is not a known service; AWS rejects the policy unless it is a new one`,
        canAllow: false,
      }));
  });
}

import { isKnownService, misspeltService } from "../aws/service-principals/service-principals";
import type { Policy, Unmodelled } from "./estate";

/**
 * The services that policies name and that are not known. They can be new, or not exist: AWS then rejects the policy. A
 * name that is close to a known one is a flaw, which the linter reports.
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

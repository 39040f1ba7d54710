import { accounts } from "./accounts";
import type { Case } from "./case";
import { conditions } from "./conditions";
import { elements } from "./elements";
import { federated } from "./federated";
import { repeated } from "./repeated";
import { servicesAndOrganizations } from "./services-and-organizations";
import { sessions } from "./sessions";

/** Verdicts read from the pages of AWS by hand, not from any evaluator. */
export const TRUTH_TABLE: Readonly<Record<string, readonly Case[]>> = {
  accounts,
  conditions,
  elements,
  federated,
  repeated,
  servicesAndOrganizations,
  sessions,
};

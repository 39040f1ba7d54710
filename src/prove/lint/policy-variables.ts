import type { Estate } from "../../estate/estate";
import { didYouMean } from "../../messages/wording";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { conditionKeyNames, isConditionKey } from "../iam-data/iam-data";
import { documentsOf, type DocumentStatement, hasVariables } from "../iam/documents";
import { distinct } from "../distinct";
import { variablesIn } from "../proof/prefix";
import { iamPage, statementFlaw } from "./well-formed";

export const policyVariables = {
  id: "policy-variables",
  severity: "error",
  title: "A policy variable does not exist",
  why: "AWS accepts a misspelt variable. It never has a value, so the statement matches nothing.",
  remedy: "Use a variable that exists, or write its value.",
  page: iamPage("reference_policies_variables.html"),
  bad: {
    identityPolicy: [
      { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-source/$${aws:user}/*" },
    ],
  },
  good: {
    identityPolicy: [
      { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-source/$${aws:userid}/*" },
    ],
  },
  find: deadVariables,
} as const satisfies Check;

/**
 * Finds variables that no request has, such as misspelt ones. AWS accepts them, and the statement then matches nothing.
 * Ignores variables of services that are not known here.
 */
function deadVariables(estate: Estate): Flaw[] {
  return documentsOf(estate).flatMap((document) =>
    // In the older version of the language they are text, which another check reports.
    document.raw.Version === "2012-10-17" && hasVariables(document)
      ? document.statements.flatMap(flawsOf)
      : [],
  );
}

function flawsOf(statement: DocumentStatement): Flaw[] {
  const { resources, notResources, conditions } = statement;
  const texts = [...resources, ...notResources, ...conditions.flatMap(({ values }) => values)];
  return distinct(texts.flatMap(variablesIn)).flatMap((variable) => {
    const reason = whyDead(variable);
    return reason === undefined
      ? []
      : [
          statementFlaw(statement, {
            problem: `\${${variable}} never has a value, so nothing matches it: ${reason}`,
            repair: "use a variable that exists, such as ${aws:userid}, or write its value",
            source: iamPage("reference_policies_variables.html"),
          }),
        ];
  });
}

function whyDead(variable: string): string | undefined {
  if (/^transfer:/i.test(variable)) return "AWS Transfer Family replaces it only in session policies";
  if (!/^(aws|s3|kms|sts):/i.test(variable) || isConditionKey(variable)) return undefined;
  const [name = "", ...tag] = variable.split("/");
  const service = name.slice(0, name.indexOf(":") + 1).toLowerCase();
  const keys = conditionKeyNames().filter((key) => key.toLowerCase().startsWith(service));
  const names = distinct(keys.map((key) => (tag.length > 0 ? key.split("/", 1)[0] : key) ?? ""));
  return `unknown variable ${variable}${didYouMean(name, names)}`;
}

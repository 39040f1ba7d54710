import { parseArn, regionOf } from "../../aws/arn";
import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { distinct } from "../distinct";
import type { Check } from "./check";
import { isRequirement } from "../iam/condition-line";
import { conditionsOf, type DocumentStatement } from "../iam/documents";
import { mayMatch } from "../iam/wildcard";
import { isRegionKnown } from "../known-regions";
import { kmsPage, statementFlaw } from "./well-formed";

const SOURCE = kmsPage("conditions-kms.html#conditions-kms-via-service");

export const viaService = {
  id: "via-service",
  severity: "error",
  title: "kms:ViaService is a service that cannot use the key",
  why: "A service uses keys of its own region only. Its name ends in amazonaws.com in every partition.",
  remedy: "Use the service in the key's region.",
  page: SOURCE,
  bad: {
    keyPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" },
          StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
        },
      },
    ],
  },
  good: {
    keyPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" },
          StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
        },
      },
    ],
  },
  find: neverThisService,
} as const satisfies Check;

/** A service uses keys in its own region. Its name ends with amazonaws.com in every partition. */
function neverThisService(estate: Estate): Flaw[] {
  return conditionsOf(estate)
    .get("kms:viaservice")
    .filter(({ line }) => isRequirement(line))
    .flatMap(({ statement, line: { values } }) => [
      ...values.flatMap((value) => wrongName(statement, value)),
      ...wrongRegions(statement, values, estate),
    ]);
}

function wrongName(statement: DocumentStatement, value: string): Flaw[] {
  if (!value.endsWith(".amazonaws.com.cn")) return [];
  return [
    statementFlaw(statement, {
      problem: `kms:ViaService is never ${value}: it ends in .amazonaws.com in China too`,
      repair: `use ${value.slice(0, -".cn".length)}`,
      source: SOURCE,
    }),
  ];
}

function wrongRegions(statement: DocumentStatement, values: readonly string[], estate: Estate): Flaw[] {
  const regions = keyRegions(statement, estate);
  const unreached = regions.filter((region) => !values.some((value) => isOf(value, region)));
  const reachingNothing =
    regions.length === 0 ? [] : values.filter((value) => !regions.some((region) => isOf(value, region)));
  if (unreached.length === 0 && reachingNothing.length === 0) return [];
  const at = regions.join(" and ");
  return [
    statementFlaw(statement, {
      problem:
        unreached.length > 0
          ? `its key is in ${unreached.join(" and ")}, where ${values.join(", ")} cannot use it`
          : `its keys are in ${at}, where ${reachingNothing.join(", ")} cannot use them`,
      repair: `use the service in the key's region, such as s3.${unreached[0] ?? regions[0]}.amazonaws.com`,
      source: SOURCE,
    }),
  ];
}

/** The known ones: the region of the policy's own key, or else the regions of the keys that are named. */
function keyRegions({ document, resources }: DocumentStatement, estate: Estate): readonly string[] {
  const keys = document.kind === "key" ? (document.key ? [document.key.arn] : []) : resources;
  const isKnown = (arn: string) =>
    parseArn(arn)?.type === "key" && regionOf(arn) !== undefined && isRegionKnown(estate, arn);
  return keys.every(isKnown) ? distinct(keys.flatMap((arn) => regionOf(arn) ?? [])) : [];
}

/** Another check reports names that end differently. */
function isOf(value: string, region: string): boolean {
  const [, service, of = ""] = /^([^.]+)\.([^.]+)\.amazonaws\.com(?:\.cn)?$/.exec(value) ?? [];
  return service === undefined || mayMatch(of, region);
}

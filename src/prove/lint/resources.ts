import { isKeyArn, parseArn, type ResourceType } from "../../aws/arn";
import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { matchingActions, resourceTypesOf } from "../iam-data/iam-data";
import { type DocumentStatement, isIdentity, statementsOf } from "../iam/documents";
import { mayMatch } from "../iam/wildcard";
import { distinct } from "../distinct";
import { accessAnalyzerPage, iamPage, kmsPage, s3Page, statementFlaw } from "./well-formed";

export const actionsFitResources = {
  id: "actions-fit-resources",
  severity: "error",
  title: "An action fits none of the resources of its statement",
  why: "S3 actions apply to a bucket or to its objects. s3:ListBucket on the objects, or s3:GetObject on the bucket, allows nothing.",
  remedy: "Use the ARN of the bucket for s3:ListBucket, and the ARN with /* for objects.",
  page: iamPage("reference_policies_elements_resource.html"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
    ],
    identityPolicy: [{ Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-source" }],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::acme-source",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
    ],
    identityPolicy: [{ Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-source" }],
  },
  find: misfits,
} as const satisfies Check;

/** An action that fits none of the statement's resources, such as s3:ListBucket on the objects of a bucket. */
function misfits(estate: Estate): Flaw[] {
  return statementsOf(estate).flatMap((statement) => {
    const { resources } = statement;
    if (resources.length === 0) return [];
    const types = distinct(resources.filter(namesSomething).map((resource) => parseArn(resource)?.type));
    // The type of one of the resources is unknown, so it can fit every action.
    if (types.includes(undefined)) return [];
    return statement.actions.flatMap((action) => {
      const takes = takenBy(action);
      if (takes === undefined || takes.some((type) => types.includes(type as ResourceType))) return [];
      // Another check reports keys that are named by an alias.
      if (takes.includes("key") && types.includes("alias")) return [];
      const are = resources.length === 1 ? "is" : "are";
      return [
        statementFlaw(statement, {
          problem: `${action} has no effect: it applies to ${aboutWhat(takes)}, but ${resources.join(", ")} ${are} ${types.length === 0 ? "an object without a key, which cannot exist" : aboutWhat(types)}`,
          repair: repairFor(takes, resources),
          source: iamPage("reference_policies_elements_resource.html"),
        }),
      ];
    });
  });
}

/** The key of an object is never empty, so `arn:aws:s3:::acme/` is none. */
function namesSomething(resource: string): boolean {
  return !/^arn:[^:]+:s3:::[^/]+\/$/.test(resource);
}

const taken = new Map<string, readonly string[] | undefined>();

/** The resource types of an action, or of all actions that a pattern covers; undefined if they are not known. */
function takenBy(action: string): readonly string[] | undefined {
  if (!taken.has(action)) {
    const matching = matchingActions(action);
    const types = [...new Set(matching.flatMap(resourceTypesOf))];
    taken.set(action, matching.length === 0 || action.startsWith("*") ? undefined : types);
  }
  return taken.get(action);
}

const NAMES: Readonly<Record<string, string>> = {
  bucket: "a bucket",
  object: "objects",
  key: "a key",
  alias: "an alias",
  role: "a role",
  user: "a user",
  policy: "a managed policy",
  job: "a Batch Operations job",
};

/** Omits types such as `accesspoint` if the action also takes a better known one. */
function aboutWhat(types: readonly (string | undefined)[]): string {
  if (types.length === 0) return "no resource";
  const names = types.flatMap((type) => NAMES[type ?? ""] ?? []);
  return names.length > 0 ? names.join(" or ") : types.join(" or ");
}

function repairFor(takes: readonly string[], [resource = ""]: readonly string[]): string {
  const arn = parseArn(resource)?.bucket === undefined ? undefined : resource.split("/", 1)[0];
  if (takes.length === 0) return 'move it to a statement with "Resource": "*"';
  if (takes.includes("bucket") && arn !== undefined) return `use the ARN of the bucket, ${arn}`;
  if (takes.includes("object") && arn !== undefined) return `use the ARN of its objects, ${arn}/*`;
  return `use the ARN of ${aboutWhat(takes)}`;
}

export const resourceNamesKey = {
  id: "resource-names-key",
  severity: "error",
  title: "An identity policy names a key by its alias or its id",
  why: "A policy can refer to a key only by its ARN. The ARN of an alias never matches, and IAM refuses a bare id.",
  remedy: "Use the ARN of the key.",
  page: kmsPage("alias-authorization.html"),
  bad: {
    identityPolicy: [
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "arn:aws:kms:us-east-1:111111111111:alias/acme-source",
      },
    ],
  },
  good: {
    identityPolicy: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: "${aws_kms_key.source.arn}" }],
  },
  find: namedOtherwise,
} as const satisfies Check;

/** An identity policy names a key by its ARN, not by its id or an alias. */
function namedOtherwise(estate: Estate): Flaw[] {
  return statementsOf(estate).flatMap((statement) => {
    const { document, actions } = statement;
    if (!isIdentity(document)) return [];
    return allResources(statement).flatMap((resource) => {
      if (resource !== "*" && !resource.startsWith("arn:")) {
        return [
          statementFlaw(statement, {
            problem: `its resource ${resource} is neither "*" nor an ARN, which AWS rejects`,
            repair: isId(resource)
              ? "use the ARN of the key, arn:aws:kms:<region>:<account>:key/<id>"
              : "use an ARN",
            source: isId(resource)
              ? kmsPage("cmks-in-iam-policies.html")
              : accessAnalyzerPage("error-invalid-arn-resource"),
          }),
        ];
      }
      if (parseArn(resource)?.type !== "alias" || actions.length === 0 || actions.some(takesAlias)) return [];
      return [
        statementFlaw(statement, {
          problem: `${resource} is an alias, and a policy cannot refer to a key by its alias`,
          repair: "use the ARN of the key, or compare the alias in a condition on kms:ResourceAliases",
          source: kmsPage("alias-authorization.html"),
        }),
      ];
    });
  });
}

function isId(text: string): boolean {
  return /^(alias\/|(mrk-)?[0-9a-f-]{32,36}$)/.test(text);
}

function takesAlias(action: string): boolean {
  const takes = takenBy(action);
  return takes === undefined || takes.includes("alias");
}

export const resourcesOfOwner = {
  id: "resources-of-owner",
  severity: "error",
  title: "The policy of a bucket or key names another resource",
  why: "S3 rejects a bucket policy about another bucket. In a key policy, another resource than the key has no effect.",
  remedy: 'Name the bucket or its objects; in a key policy, use "*".',
  page: s3Page("s3-bucket-user-policy-specifying-resource.html"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:DeleteObject",
        Resource: "arn:aws:s3:::acme-destination/*",
      },
    ],
  },
  good: {
    bucketPolicy: [
      { Effect: "Deny", Principal: "*", Action: "s3:DeleteObject", Resource: "arn:aws:s3:::acme-source/*" },
    ],
  },
  find: resourcesOfOthers,
} as const satisfies Check;

/** A bucket policy applies to its bucket, and a key policy to its key. */
function resourcesOfOthers(estate: Estate): Flaw[] {
  return statementsOf(estate).flatMap((statement) => {
    const { bucket, key, kind } = statement.document;
    const resources = allResources(statement);
    if (bucket && kind === "bucket") {
      return resources
        .filter((resource) => !isOfBucket(resource, bucket.name))
        .map((resource) =>
          statementFlaw(statement, {
            problem: `${resource} is neither its bucket nor an object in it, which S3 rejects`,
            repair: isOfKms(resource)
              ? "remove it: the key policy determines who can use a key"
              : `use ${bucket.arn} or ${bucket.arn}/*`,
            source: isOfKms(resource)
              ? accessAnalyzerPage("error-unsupported-resource-arn-in-policy")
              : s3Page("s3-bucket-user-policy-specifying-resource.html"),
          }),
        );
    }
    if (key && kind === "key") {
      return resources
        .filter((resource) => resource !== "*" && !mayMatch(resource, key.arn))
        .map((resource) =>
          statementFlaw(statement, {
            problem: `${resource} is not its key, so the statement has no effect`,
            repair: 'set "Resource": "*", which means this key',
            source: kmsPage("key-policy-overview.html"),
          }),
        );
    }
    return [];
  });
}

/** The resources of a statement, including those that it excludes. */
function allResources({ resources, notResources }: DocumentStatement): readonly string[] {
  return notResources.length === 0 ? resources : [...resources, ...notResources];
}

function isOfBucket(resource: string, name: string): boolean {
  if (resource === "*") return true;
  const named = parseArn(resource)?.bucket;
  return named !== undefined && mayMatch(named, name);
}

function isOfKms(resource: string): boolean {
  return isKeyArn(resource) || parseArn(resource)?.type === "alias" || parseArn(resource)?.type === "key";
}

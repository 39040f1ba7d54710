import { nameOf, parseArn } from "../../aws/arn";
import { globalService, misspeltService } from "../../aws/service-principals/service-principals";
import type { Estate, Principal } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { type DocumentStatement, statementsOf } from "../iam/documents";
import { awsPrincipals } from "../iam/principals";
import { isPattern } from "../iam/wildcard";
import { accessAnalyzerPage, iamPage, statementFlaw } from "./well-formed";

const PRINCIPAL = iamPage("reference_policies_elements_principal.html");

export const principalsExist = {
  id: "principals-exist",
  severity: "error",
  title: "A Principal is nobody",
  why: "AWS rejects wildcards and groups in a Principal. An id such as AROA… is what AWS leaves of a deleted role, and matches nobody.",
  remedy: "Use the ARN of an account, role, user or role session.",
  page: iamPage("reference_policies_elements_principal.html"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:role/*" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
      },
    ],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
    ],
  },
  find: notPrincipals,
} as const satisfies Check;

/** Invalid entries of a `Principal`: AWS rejects the policy, or the entry matches nobody. */
function notPrincipals(estate: Estate): Flaw[] {
  return statementsOf(estate).flatMap((statement) =>
    namedIn(statement).flatMap((text) => {
      const found = whatIsWrong(text);
      return found ? [statementFlaw(statement, found)] : [];
    }),
  );
}

export const servicesExist = {
  id: "services-exist",
  severity: "error",
  title: "A service principal does not exist",
  why: "AWS rejects a policy with a misspelt service.",
  remedy: "Correct the name of the service.",
  page: iamPage("reference_policies_elements_principal.html#principal-services"),
  bad: {
    trustPolicy: [
      { Effect: "Allow", Principal: { Service: "lamda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  },
  good: {
    trustPolicy: [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  },
  find: misspeltServices,
} as const satisfies Check;

/**
 * Services that do not exist. Only a name that is close to a known one is reported, because the list of known services is
 * not complete.
 */
function misspeltServices(estate: Estate): Flaw[] {
  return statementsOf(estate).flatMap((statement) =>
    statement.principals.services.flatMap((name) => {
      const partition = statement.document.account?.partition;
      const meant = misspeltService(name) ?? (partition && globalService(name, partition));
      if (meant === undefined) return [];
      return [
        statementFlaw(statement, {
          problem: `unknown service ${name}: AWS rejects the policy`,
          repair: `use ${meant}`,
          source: iamPage("reference_policies_elements_principal.html#principal-services"),
        }),
      ];
    }),
  );
}

function namedIn({ raw }: DocumentStatement): readonly string[] {
  const named = awsPrincipals(raw.Principal);
  return raw.NotPrincipal === undefined ? named : [...named, ...awsPrincipals(raw.NotPrincipal)];
}

type Found = { problem: string; repair: string; source: string };

function whatIsWrong(text: string): Found | undefined {
  if (text === "*" || /^\d{12}$/.test(text)) return undefined;
  const { service, region, account = "", resource = "" } = parseArn(text) ?? {};
  if (/^A[A-Z]{3}[A-Z0-9]{12,}$/.test(text)) {
    return {
      problem: `its principal ${text} is the id of a deleted role or user, and matches nobody`,
      repair:
        "use the ARN again; to survive the next deletion, name the account and require aws:PrincipalArn in a condition",
      source: accessAnalyzerPage("warning-invalid-role-reference"),
    };
  }
  if (isPattern(text)) {
    return {
      problem: `its principal ${text} has a wildcard, which AWS rejects in a principal`,
      repair: "name the account, and require aws:PrincipalArn with ArnLike in a condition",
      source: accessAnalyzerPage("error-unsupported-wildcard-in-principal"),
    };
  }
  if (service === "iam" && resource.startsWith("group/")) {
    return {
      problem: `its principal ${text} is a group, which cannot be a principal`,
      repair: "name the users, or their account",
      source: PRINCIPAL,
    };
  }
  const isKnown =
    region === "" &&
    ((service === "iam" && (resource === "root" || /^(role|user)\/./.test(resource))) ||
      (service === "sts" && /^(assumed-role|federated-user|self)(\/|$)/.test(resource))) &&
    // CloudFront's users are in an account of that name.
    (/^\d{12}$/.test(account) || account === "cloudfront");
  if (isKnown) return undefined;
  return {
    problem: `its principal ${text} is not an account, role, user or role session`,
    repair: "use the ARN of one, or the id of an account",
    source: PRINCIPAL,
  };
}

export const principalPaths = {
  id: "principal-paths",
  severity: "error",
  title: "The ARN of a role or user has the wrong path",
  why: "The path is part of the ARN. An ARN without it names a role that does not exist.",
  remedy: "Use the whole ARN, with the path.",
  page: iamPage("reference_identifiers.html#identifiers-arns"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:DeleteObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/Porter" } },
      },
    ],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:DeleteObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
    ],
  },
  find: wrongPaths,
} as const satisfies Check;

/** Finds ARNs of roles and users with a wrong or missing path, which is part of the ARN. */
function wrongPaths(estate: Estate): Flaw[] {
  const right = new Set(estate.principals.map(({ arn }) => arn));
  const byName = new Map(estate.principals.map((principal) => [identityOf(principal.arn), principal]));
  return statementsOf(estate).flatMap((statement) => {
    const { principals, requiredPrincipals: required = [] } = statement;
    const { arns } = principals;
    if (arns.length + required.length === 0) return [];
    return [
      ...[...arns, ...required].flatMap((text) => {
        if (right.has(text) || !isRoleOrUser(text)) return [];
        const principal = byName.get(identityOf(text));
        return principal ? [wrongPath(statement, text, principal)] : [];
      }),
      ...required
        .filter((text) => parseArn(text)?.service === "sts")
        .map((text) =>
          statementFlaw(statement, {
            problem: `aws:PrincipalArn is never ${text}: for a role session, it is the ARN of the role`,
            repair: "use the ARN of the role, with its path",
            source: iamPage("reference_policies_condition-keys.html#condition-keys-principalarn"),
          }),
        ),
    ];
  });
}

function whyAnother(text: string, arn: string): string {
  if (parseArn(text)?.partition !== parseArn(arn)?.partition) return "its account is in another partition";
  if (text.toLowerCase() === arn.toLowerCase()) return "the case of a name counts";
  return "the path is part of the ARN";
}

function wrongPath(statement: DocumentStatement, text: string, { kind, arn, address }: Principal): Flaw {
  return statementFlaw(statement, {
    problem: `${text} does not exist: the ARN of this ${kind} is ${arn}`,
    repair: `use ${arn}: ${whyAnother(text, arn)}`,
    source: iamPage("reference_identifiers.html#identifiers-arns"),
    addresses: address === undefined ? [] : [address],
  });
}

function isRoleOrUser(text: string): boolean {
  const { type } = parseArn(text) ?? {};
  return (type === "role" || type === "user") && !isPattern(text);
}

/** The same for ARNs that differ only in the path. A name is unique in its account regardless of the path. */
function identityOf(arn: string): string {
  const { account, resource = "" } = parseArn(arn) ?? {};
  const [kind = ""] = resource.split("/", 1);
  return `${account} ${kind} ${nameOf(resource)}`.toLowerCase();
}

/** Who can assume a role: tokens of OIDC providers, people of SAML providers, and services. */
import { accountIdProblem } from "../../aws/account-id";
import { accountOf, parseArn, trustedPrincipalProblem } from "../../aws/arn";
import { defaultAudience, issuerIn, issuerKind, issuerProblem } from "../../aws/oidc-issuer";
import { hasWildcard, subjectProblem } from "../../aws/oidc-subject";
import { partitionOf, regionProblem } from "../../aws/region";
import { samlAudienceProblem, signInUrl } from "../../aws/saml";
import { sendsSource } from "../../aws/service-source";
import { quote, suggestionFor } from "../../messages/wording";
import type { Finding, Path } from "../yaml-file";
import { type Draft, type Entry, has, mappings, repeated, type Rule, text, texts } from "./draft";

const KINDS = ["oidc", "saml", "service"] as const;

/** The fields of each kind, besides the one that names it. */
const FIELDS: Readonly<Record<(typeof KINDS)[number], readonly string[]>> = {
  oidc: ["subjects", "audiences", "create_provider"],
  saml: ["audiences"],
  service: ["source_account", "source_arn"],
};

interface Trust {
  readonly path: Path;
  readonly entry: Entry;
  readonly principal: Entry;
}

function trusts(draft: Draft): Trust[] {
  return [...draft.principals].flatMap(([name, principal]) =>
    mappings(principal, "assumed_by").map(([index, entry]) => ({
      path: ["principals", name, "assumed_by", index],
      entry,
      principal,
    })),
  );
}

/** A mapping in `assumed_by` is about an OIDC provider, a SAML provider or a service. */
export const trustsAreOneThing: Rule = (draft) =>
  trusts(draft).flatMap(({ path, entry }): Finding[] => {
    const kinds = KINDS.filter((kind) => has(entry, kind));
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1) {
      const found = kinds.length === 0 ? "none" : kinds.join(" and ");
      return [
        {
          path,
          message: `must have one of oidc, saml and service, found ${found}`,
          ...(kind === undefined && { missingIn: path }),
        },
      ];
    }
    const others = Object.values(FIELDS)
      .flat()
      .filter((field) => !FIELDS[kind].includes(field));
    return [...new Set(others)]
      .filter((field) => has(entry, field))
      .map((field) => ({
        path: [...path, field],
        atKey: true,
        message: `${quote(field)} has no effect on ${kind}; leave it out`,
      }));
  });

/** Without a subject, everyone with a token of the issuer could assume the role. */
export const subjectsAreBounded: Rule = (draft) =>
  trusts(draft).flatMap(({ path, entry }) => {
    const oidc = text(entry, "oidc");
    if (oidc === undefined || issuerProblem(oidc) !== undefined) return [];
    if (!has(entry, "subjects"))
      return [
        {
          path: [...path, "subjects"],
          missingIn: path,
          message: `"subjects" is missing; it lists whose tokens of ${issuerIn(oidc)} can assume the role; write, for example, subjects: [${quote(EXAMPLES[issuerKind(issuerIn(oidc))])}]`,
        },
      ];
    return texts(entry, "subjects").flatMap(([index, subject]) => {
      const problem = subjectProblem(issuerIn(oidc), subject);
      return problem === undefined
        ? []
        : [{ path: [...path, "subjects", index], message: `${quote(subject)} ${problem}` }];
    });
  });

const EXAMPLES: Readonly<Record<ReturnType<typeof issuerKind>, string>> = {
  GitHub: "repo:acme/site:ref:refs/heads/main",
  GitLab: "project_path:acme/site:ref_type:branch:ref:main",
  "HCP Terraform": "organization:acme:project:site:workspace:prod:run_phase:*",
  EKS: "system:serviceaccount:web:reader",
  other: "acme/site",
};

/**
 * Tokens of GitHub always say what started the workflow, unless the organization customizes them.
 * https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
export const subjectsAreWhole: Rule = (draft) =>
  trusts(draft).flatMap(({ path, entry }) => {
    const issuer = issuerIn(text(entry, "oidc") ?? "");
    if (issuerKind(issuer) !== "GitHub") return [];
    return texts(entry, "subjects")
      .filter(([, subject]) => /^repo:[^/:]+\/[^:]+$/.test(subject) && !hasWildcard(subject))
      .map(([index, subject]) => ({
        path: [...path, "subjects", index],
        message: `${quote(subject)} names no branch, environment or event, which the subjects of GitHub have unless they are customized; write ${quote(`${subject}:ref:refs/heads/main`)}, or ${quote(`${subject}:*`)} for all of the repository`,
      }));
  });

/** In China, tokens for STS have another audience. */
export const audiencesAreKnown: Rule = (draft) =>
  trusts(draft).flatMap(({ path, entry, principal }): Finding[] => {
    const partition = partitionIn(draft, principal);
    if (partition === undefined) return [];
    const issuer = issuerIn(text(entry, "oidc") ?? "");
    const subjects = texts(entry, "subjects").map(([, subject]) => subject);
    const isForSts = has(entry, "oidc") && defaultAudience(issuer, subjects) === "sts.amazonaws.com";
    if (!has(entry, "audiences") && isForSts && partition === "aws-cn")
      return [
        missing(path, "it is not the same for all tokens in aws-cn", 'audiences: ["sts.amazonaws.com.cn"]'),
      ];
    if (!has(entry, "saml")) return [];
    if (!has(entry, "audiences"))
      return signInUrl(partition) === undefined
        ? [
            missing(
              path,
              `AWS does not document the sign-in URL of ${partition}`,
              "audiences: [<the URL at which people sign in>]",
            ),
          ]
        : [];
    return texts(entry, "audiences").flatMap(([index, audience]) => {
      const problem = samlAudienceProblem(audience);
      return problem === undefined
        ? []
        : [{ path: [...path, "audiences", index], message: `${quote(audience)} ${problem}` }];
    });
  });

function missing(path: Path, why: string, example: string): Finding {
  return {
    path: [...path, "audiences"],
    missingIn: path,
    message: `"audiences" is missing: ${why}; write, for example, ${example}`,
  };
}

/**
 * An identity provider is in the account of the role that trusts it.
 * https://docs.aws.amazon.com/eks/latest/userguide/cross-account-access.html
 */
export const providersAreInAccount: Rule = (draft) =>
  trusts(draft).flatMap(({ path, entry, principal }) => {
    const saml = text(entry, "saml") ?? "";
    const [account, own] = [accountOf(saml), text(draft.accountOf(principal), "id")];
    const partition = partitionIn(draft, principal);
    if (account === undefined || own === undefined || partition === undefined) return [];
    if (account !== own)
      return [
        {
          path: [...path, "saml"],
          message: `${quote(saml)} is in account ${account}, but the role is in ${own}; IAM accepts only providers of the account of the role`,
        },
      ];
    const found = parseArn(saml)?.partition;
    return found === partition
      ? []
      : [
          {
            path: [...path, "saml"],
            message: `${quote(saml)} is in partition ${found}, but the account is in ${partition}`,
          },
        ];
  });

/** A service is named as in a text, and for an account of the file or by its id. */
export const sourcesAreKnown: Rule = (draft) =>
  trusts(draft).flatMap(({ path, entry }): Finding[] => {
    const [service, account] = [text(entry, "service"), text(entry, "source_account")];
    const arn = text(entry, "source_arn");
    const findings: Finding[] = [];
    const problem =
      service === undefined || !/^arn:/.test(service)
        ? undefined
        : 'must be a service, such as "ecs-tasks.amazonaws.com"';
    const misnamed = service === undefined ? undefined : (problem ?? trustedPrincipalProblem(service));
    if (misnamed !== undefined)
      findings.push({ path: [...path, "service"], message: `${quote(service)} ${misnamed}` });
    const known = [...draft.accounts.keys()];
    if (account !== undefined && !draft.accounts.has(account) && accountIdProblem(account) !== undefined)
      findings.push({
        path: [...path, "source_account"],
        message: `${quote(account)} is not in accounts, and not an account id; there are ${known.join(", ")}`,
        suggestion: suggestionFor(account, known),
      });
    const id = text(draft.accounts.get(account ?? ""), "id") ?? account;
    const ofArn = accountOf(arn ?? "");
    if (id !== undefined && ofArn !== undefined && id !== ofArn)
      findings.push({
        path: [...path, "source_arn"],
        message: `${quote(arn)} is in account ${ofArn}, but source_account is ${id}; the service sends the account of the resource, so nothing meets both`,
      });
    return findings;
  });

/** If a service does not send what the trust policy requires, it cannot assume the role. */
export const sourcesAreSent: Rule = (draft) =>
  trusts(draft).flatMap(({ path, entry }) => {
    const service = text(entry, "service");
    if (service === undefined || sendsSource(service)) return [];
    return ["source_account", "source_arn"]
      .filter((field) => has(entry, field))
      .slice(0, 1)
      .map((field) => ({
        path: [...path, field],
        atKey: true,
        message: `AWS does not document that ${service} sends ${field === "source_arn" ? "aws:SourceArn" : "aws:SourceAccount"} when it assumes a role; if it does not, it cannot assume this one, so try it, or leave the field out`,
      }));
  });

/** A second entry for a service without conditions would undo the conditions of the first. */
export const servicesAreTrustedOnce: Rule = (draft) =>
  [...draft.principals].flatMap(([name, principal]) => {
    const bare = new Set(texts(principal, "assumed_by").map(([, each]) => each));
    return mappings(principal, "assumed_by").flatMap(([index, entry]) => {
      const service = text(entry, "service") ?? "";
      return bare.has(service)
        ? [
            {
              path: ["principals", name, "assumed_by", index],
              message: `${quote(service)} is also in the list without conditions, which is enough for it; leave one of them out`,
            },
          ]
        : [];
    });
  });

/** The same entry twice is one too many. */
export const trustsAreStatedOnce: Rule = (draft) =>
  repeated(
    trusts(draft).map(({ path, entry }) => [path, JSON.stringify([path[1], entry])] as const),
    (first) => `is the same as ${String(first[2])}[${String(first[3])}]; leave one of them out`,
  );

function partitionIn(draft: Draft, principal: Entry): string | undefined {
  const region = text(draft.accountOf(principal), "region");
  return region === undefined || regionProblem(region) !== undefined ? undefined : partitionOf(region);
}

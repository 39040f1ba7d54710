import {
  BUCKET_POLICY,
  INLINE_ROLE_POLICY,
  INLINE_USER_POLICY,
  KEY_POLICY,
  MANAGED_POLICIES,
  MANAGED_POLICY,
  type PolicyLimit,
  TRUST_POLICY,
} from "../../aws/policy-limits";
import type { Estate, Principal } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { type Document, type DocumentKind, documentsOf, jsonOf } from "../iam/documents";
import { documentFlaw, iamPage, inAccount, s3Page, wellFormed } from "./well-formed";

interface Limit {
  readonly limit: PolicyLimit;
  /** Before the length. @default "AWS allows" */
  readonly says?: string;
  readonly repair: string;
  readonly source: string;
}

const QUOTAS = iamPage("reference_iam-quotas.html#reference_iam-quotas-entity-length");

const SHORTER =
  "list principals with the same access in one statement, or grant access to entire accounts, and let their administrators choose";

/** Inline policies share a limit. How the policy in an output will be attached is not known. */
const LIMITS: Readonly<Partial<Record<DocumentKind, Limit>>> = {
  bucket: {
    limit: BUCKET_POLICY,
    repair: SHORTER,
    source: s3Page("add-bucket-policy.html"),
  },
  key: {
    limit: KEY_POLICY,
    repair: SHORTER,
    says: "the last limit that KMS documented is",
    source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html",
  },
  managed: {
    limit: MANAGED_POLICY,
    repair: "split it into several managed policies",
    source: QUOTAS,
  },
  trust: {
    limit: TRUST_POLICY,
    repair: "trust fewer principals, or request a quota of up to 8,192 characters from AWS",
    source: QUOTAS,
  },
};

const INLINE: Readonly<Record<Principal["kind"], PolicyLimit>> = {
  role: INLINE_ROLE_POLICY,
  user: INLINE_USER_POLICY,
};

export function documentSize(estate: Estate): Flaw[] {
  return documentsOf(estate).flatMap((document) => {
    const limited = LIMITS[document.kind];
    if (limited === undefined) return [];
    const { limit, says = "AWS allows", repair, source } = limited;
    const { length: most, unit } = limit;
    if (isSurelyWithin(most, document)) return [];
    const size = unit === "bytes" ? bytes(document) : characters(document);
    if (size <= most) return [];
    const problem = `it has ${count(size)} ${unit}, but ${says} ${count(most)}`;
    return [documentFlaw(document, { problem, repair, source })];
  });
}

export function inlinePoliciesSize(estate: Estate): Flaw[] {
  const inline = new Map<Principal, Document[]>();
  for (const document of documentsOf(estate)) {
    const { kind, principal } = document;
    if (kind !== "inline" || !principal) continue;
    const others = inline.get(principal);
    if (others) others.push(document);
    else inline.set(principal, [document]);
  }
  return [...inline].flatMap(([{ kind, name }, documents]) => {
    const most = INLINE[kind].length;
    if (isSurelyWithin(most, ...documents)) return [];
    const size = documents.reduce((sum, document) => sum + characters(document), 0);
    if (size <= most) return [];
    return [
      wellFormed({
        problem: `the inline policies of ${kind} ${name} have ${count(size)} characters together, but AWS allows ${count(most)}`,
        addresses: documents.map(({ address }) => address),
        because: documents.map((each) => `${count(characters(each))} in ${inAccount(each)}`),
        repair: `turn them into managed policies, which can have ${count(MANAGED_POLICY.length)} characters each; AWS attaches ${MANAGED_POLICIES[kind]} to a ${kind}`,
        source: QUOTAS,
      }),
    ];
  });
}

export function attachedPolicies({ principals }: Estate): Flaw[] {
  return principals.flatMap(({ kind, name, identityPolicies }) => {
    const most = MANAGED_POLICIES[kind];
    const attached = identityPolicies.filter((policy) => policy.kind !== "inline");
    if (attached.length <= most) return [];
    return [
      wellFormed({
        problem: `${kind} ${name} has ${attached.length} managed policies, but AWS allows at most ${most} by default`,
        addresses: attached.slice(most).map(({ attachment, address }) => attachment ?? address),
        because: [`an existing ${kind} can have other policies too`],
        repair: "merge some of them, or request a higher quota from AWS",
        source: iamPage("reference_iam-quotas.html#reference_iam-quotas-entities"),
      }),
    ];
  });
}

/** Saves the counting of most documents: a UTF-16 code unit takes three bytes at most. */
function isSurelyWithin(most: number, ...documents: readonly Document[]): boolean {
  return documents.reduce((sum, document) => sum + jsonOf(document).length, 0) * 3 <= most;
}

function bytes(document: Document): number {
  return Buffer.byteLength(jsonOf(document));
}

function characters(document: Document): number {
  return jsonOf(document).replaceAll(/\s/g, "").length;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}

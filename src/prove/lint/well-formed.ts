import type { Flaw } from "../flaw";
import type { Document, DocumentStatement } from "../iam/documents";

interface Found {
  /** What is wrong, without the place. */
  readonly problem: string;
  readonly repair: string;
  readonly source: string;
  /** More reasons than the place. */
  readonly because?: readonly string[];
  /** More addresses than the document's. */
  readonly addresses?: readonly string[];
}

/** A flaw in what is deployed, regardless of what was asked for. */
export function wellFormed(found: Omit<Flaw, "part">): Flaw {
  return { part: "well-formed", ...found };
}

export function documentFlaw(document: Document, found: Found): Flaw {
  const { problem, repair, source, because = [], addresses = [] } = found;
  const { title, address } = document;
  return wellFormed({
    problem: `the ${title}: ${problem}`,
    addresses: [...new Set([address, ...addresses])],
    because: [inAccount(document), ...because],
    repair,
    source,
  });
}

export function statementFlaw({ document, label }: DocumentStatement, found: Found): Flaw {
  const { title, address } = document;
  const { problem, repair, source, because = [], addresses = [] } = found;
  return wellFormed({
    problem: `statement ${label} of the ${title}: ${problem}`,
    addresses: [...new Set([address, ...addresses])],
    because: [`statement ${label} of ${inAccount(document)}`, ...because],
    repair,
    source,
  });
}

/** `the bucket policy of acme-source in account 111111111111` */
export function inAccount({ title, account }: Document): string {
  return account ? `the ${title} in account ${account.id}` : `the ${title}`;
}

const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const KMS = "https://docs.aws.amazon.com/kms/latest/developerguide";
const S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";

export const iamPage = (page: string) => `${IAM}/${page}`;
export const kmsPage = (page: string) => `${KMS}/${page}`;
export const s3Page = (page: string) => `${S3}/${page}`;
export const accessAnalyzerPage = (check: string) =>
  `${IAM}/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-${check}`;

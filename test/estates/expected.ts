/**
 * The form of the answers to an estate, worked out by hand from AWS's documentation before the program was asked.
 */

/** What `check` must say of an estate. Whatever it says besides is a false alarm. */
export interface Expected {
  /** The style in which the Terraform is written. */
  readonly style: string;
  /** What is wrong with it, one line for each mistake. Empty: it is right, and nothing is found. */
  readonly mistakes: readonly string[];
  /** Every principal and bucket that a policy connects. */
  readonly connections: readonly Access[];
  readonly rules?: readonly Rule[];
  readonly outsiders?: readonly Outsider[];
  /** The checks that must find the mistakes: each at an address that the flaw names. */
  readonly findings: readonly Finding[];
  /** Other checks that can say the same of a mistake. */
  readonly restated?: readonly Finding[];
  /** The addresses of what can allow something and is not read. */
  readonly notRead?: readonly string[];
  /** A piece of each assumption that a person must be told. */
  readonly assumptions?: readonly string[];
}

/** What a principal can do with a bucket. Any other operation it cannot do. */
export interface Access {
  /** Its Terraform address, or its ARN. */
  readonly principal: string;
  readonly bucket: string;
  /** The objects, if the policies single them out. */
  readonly keys?: string;
  readonly can: readonly Operation[];
  readonly half?: readonly Half[];
  /** What a person cannot know, because the files do not hold it. */
  readonly unknown?: readonly Operation[];
}

export interface Half {
  readonly operations: readonly Operation[];
  readonly lacks: readonly string[];
  /** The address of a document that lacks it, or denies it. */
  readonly at: string;
}

export interface Rule {
  readonly from: string;
  readonly to: string;
  readonly answer: "can" | "cannot" | "unknown";
  /** A piece of each reason. */
  readonly because?: readonly string[];
}

export interface Outsider {
  /** An ARN, the id of an organization, `everyone` or `anonymous`. */
  readonly who: string;
  /** The end of the ARN of the bucket, key or role, or the address of the document. */
  readonly resource: string;
  readonly actions: readonly string[];
  /** What works. */
  readonly operations: readonly string[];
}

/** `<check> <address>` */
export type Finding = `${string} ${string}`;

export const ALL_OPERATIONS = [
  "aws s3 ls",
  "HEAD",
  "aws s3 cp, downloading",
  "reading tags",
  "aws s3 cp, uploading (small)",
  "aws s3 cp, uploading (multipart)",
  "PUT with tags",
  "aborting an upload",
  "PUT with the bucket's key",
  "aws s3 rm",
  "getting the bucket's Region",
  "listing multipart uploads",
  "listing the parts of an upload",
  "listing versions",
  "GET of a version",
  "reading the tags of a version",
  "deleting a version",
  "listing annotations",
  "reading an annotation",
  "writing an annotation",
  "starting the replication of an object",
  "listing objects for a job",
  "re-encrypting an object",
  "aws s3 cp, copying from it (small)",
  "aws s3 cp, copying from it (from 8 MiB on)",
] as const;

export type Operation = (typeof ALL_OPERATIONS)[number];

/** s3:GetObject, and kms:Decrypt if there is a key. */
export const GET: readonly Operation[] = [
  "HEAD",
  "aws s3 cp, downloading",
  "aws s3 cp, copying from it (small)",
];
/** The same with s3:GetObjectTagging. Version 2 of the CLI reads the tags of what it copies in parts. */
export const GET_WITH_TAGS: readonly Operation[] = [
  ...GET,
  "reading tags",
  "aws s3 cp, copying from it (from 8 MiB on)",
];
/** s3:PutObject, and kms:GenerateDataKey and kms:Decrypt on the key. */
export const PUT: readonly Operation[] = [
  "aws s3 cp, uploading (small)",
  "aws s3 cp, uploading (multipart)",
  "PUT with the bucket's key",
];
/** The same with s3:PutObjectTagging and s3:AbortMultipartUpload. */
export const PUT_WITH_TAGS: readonly Operation[] = [...PUT, "PUT with tags", "aborting an upload"];

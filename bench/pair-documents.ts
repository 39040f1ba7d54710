/** The policies of one pair as somebody writes them by hand, for the rivals of `pairs-by-s3porter.ts`. */
const SOURCE = "111111111111";
const DESTINATION = "222222222222";

const document = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });
const rootOf = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const throughS3 = (bucketArn: string) => ({
  StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
  StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucketArn, `${bucketArn}/*`] },
});
const ownedBy = (account: string) => ({ StringEquals: { "aws:ResourceAccount": account } });

export const sourceKeyPolicy = (pair: number) =>
  document(
    { Sid: "Root", Effect: "Allow", Principal: rootOf(SOURCE), Action: "kms:*", Resource: "*" },
    {
      Sid: "Decrypt",
      Effect: "Allow",
      Principal: rootOf(DESTINATION),
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: { ...isPorter(pair), ...throughS3(bucketArn("source", pair)) },
    },
  );

export const destinationKeyPolicy = () =>
  document({ Sid: "Root", Effect: "Allow", Principal: rootOf(DESTINATION), Action: "kms:*", Resource: "*" });

export const sourceBucketPolicy = (pair: number) => {
  const arn = bucketArn("source", pair);
  const grant = { Effect: "Allow", Principal: rootOf(DESTINATION), Condition: isPorter(pair) };
  return document(
    denyInsecureTransport(arn),
    { ...grant, Sid: "List", Action: "s3:ListBucket", Resource: arn },
    { ...grant, Sid: "Get", Action: ["s3:GetObject", "s3:GetObjectTagging"], Resource: `${arn}/*` },
  );
};

export const destinationBucketPolicy = (pair: number) =>
  document(denyInsecureTransport(bucketArn("destination", pair)));

export const trustPolicy = () =>
  document({
    Sid: "AssumeRole",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${DESTINATION}:user/admin` },
    Action: "sts:AssumeRole",
  });

export const identityPolicy = (pair: number, sourceKeyArn: unknown, destinationKeyArn: unknown) => {
  const source = bucketArn("source", pair);
  const destination = bucketArn("destination", pair);
  return document(
    {
      Sid: "Put",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"],
      Resource: `${destination}/*`,
      Condition: ownedBy(DESTINATION),
    },
    {
      Sid: "Encrypt",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: destinationKeyArn,
      Condition: throughS3(destination),
    },
    { Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: source, Condition: ownedBy(SOURCE) },
    {
      Sid: "Get",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectTagging"],
      Resource: `${source}/*`,
      Condition: ownedBy(SOURCE),
    },
    {
      Sid: "Decrypt",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: sourceKeyArn,
      Condition: throughS3(source),
    },
  );
};

function bucketArn(side: "source" | "destination", pair: number): string {
  return `arn:aws:s3:::acme-${side}-${pair}`;
}

function isPorter(pair: number): object {
  return { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${DESTINATION}:role/porter-${pair}` } };
}

function denyInsecureTransport(arn: string): object {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

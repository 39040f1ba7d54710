import { access, accountA, accountB, bucket, key, replication, role } from "../../test/fixtures/intents";
import type { PolicyDocument } from "./document";
import { identityPolicies, identityPolicy } from "./identity-policy";
import type { Access, Bucket } from "./intents";

const source = bucket("source", accountA);
const destination = bucket("destination", accountB);
const porter = role("porter", accountB);

test("a role that copies reads the source and writes the destination, with both keys", () => {
  const edges = [access(porter, destination, ["put"]), access(porter, source, ["list", "get"])];
  expect(identityPolicy({ access: edges, replications: [] })).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PutDestination",
        Effect: "Allow",
        Action: ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"],
        Resource: "arn:aws:s3:::acme-destination/*",
        Condition: { StringEquals: { "aws:ResourceAccount": "222222222222" } },
      },
      {
        Sid: "EncryptAndDecryptDestination",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "arn:aws:kms:eu-west-1:222222222222:key/destination",
        Condition: {
          StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
          StringLike: {
            "kms:EncryptionContext:aws:s3:arn": [
              "arn:aws:s3:::acme-destination",
              "arn:aws:s3:::acme-destination/*",
            ],
          },
        },
      },
      {
        Sid: "ListSource",
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::acme-source",
        Condition: { StringEquals: { "aws:ResourceAccount": "111111111111" } },
      },
      {
        Sid: "GetSource",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectTagging"],
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { StringEquals: { "aws:ResourceAccount": "111111111111" } },
      },
      {
        Sid: "DecryptSource",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "arn:aws:kms:us-east-1:111111111111:key/source",
        Condition: {
          StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
          StringLike: {
            "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/*"],
          },
        },
      },
    ],
  });
});

test("a bucket without a KMS key asks for none", () => {
  const plain = bucket("plain", accountB, { key: undefined });
  const { Statement } = identityPolicy({
    access: [access(porter, plain, ["list", "get", "put"])],
    replications: [],
  });
  expect(Statement.map(({ Sid }) => Sid)).toEqual(["ListPlain", "GetPlain", "PutPlain"]);
});

test("objects under another key need that key too", () => {
  const mixed = bucket("source", accountA, { otherKeys: [key("archive", accountA)] });
  const { Statement } = identityPolicy({ access: [access(porter, mixed, ["get"])], replications: [] });
  expect(Statement.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
    ["GetSource", "arn:aws:s3:::acme-source/*"],
    ["DecryptSource", "arn:aws:kms:us-east-1:111111111111:key/source"],
    ["DecryptSourceUnderArchive", "arn:aws:kms:us-east-1:111111111111:key/archive"],
  ]);
});

test("listing under a prefix is narrowed by the prefix and by the bucket's account", () => {
  const { Statement } = identityPolicy({
    access: [access(porter, source, ["list"], "out/")],
    replications: [],
  });
  expect(Statement[0]?.Condition).toEqual({
    StringEquals: { "aws:ResourceAccount": "111111111111" },
    StringLike: { "s3:prefix": "out/*" },
  });
});

test("a replication role reads versions at the source and replicates to each destination", () => {
  const copy = bucket("copy", accountB);
  const { Statement } = identityPolicy({
    access: [],
    replications: [
      replication(source, destination),
      replication(source, copy, { prefix: "logs/", minimalKms: true }),
    ],
  });
  expect(Statement.map(({ Sid, Action, Resource }) => [Sid, Action, Resource])).toEqual([
    [
      "ReadConfigurationSource",
      ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      "arn:aws:s3:::acme-source",
    ],
    [
      "GetVersionsSource",
      [
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionAnnotationForReplication",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
      ],
      "arn:aws:s3:::acme-source/*",
    ],
    ["DecryptSource", "kms:Decrypt", "arn:aws:kms:us-east-1:111111111111:key/source"],
    ["ReplicateCopy", ["s3:ReplicateObject", "s3:ReplicateTags"], "arn:aws:s3:::acme-copy/logs/*"],
    ["EncryptCopy", "kms:Encrypt", "arn:aws:kms:eu-west-1:222222222222:key/copy"],
    ["ReplicateDestination", ["s3:ReplicateObject", "s3:ReplicateTags"], "arn:aws:s3:::acme-destination/*"],
    [
      "EncryptDestination",
      ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
      "arn:aws:kms:eu-west-1:222222222222:key/destination",
    ],
  ]);
});

test("several prefixes are replicated by one statement for each kind of rule", () => {
  const { Statement } = identityPolicy({
    access: [],
    replications: [
      replication(source, destination, { prefix: "legal/" }),
      replication(source, destination, { prefix: "finance/" }),
      replication(source, destination, { prefix: "logs/", deleteMarkers: true, minimalKms: true }),
    ],
  });
  const objects = (bucketName: string, ...prefixes: string[]) =>
    prefixes.map((prefix) => `arn:aws:s3:::acme-${bucketName}/${prefix}*`);
  expect(Statement.slice(1).map(({ Sid, Action, Resource }) => [Sid, Action, Resource])).toEqual([
    ["GetVersionsSource", expect.anything(), objects("source", "finance/", "legal/", "logs/")],
    ["DecryptSource", "kms:Decrypt", source.key?.keyArn],
    [
      "ReplicateDestination",
      ["s3:ReplicateObject", "s3:ReplicateTags"],
      objects("destination", "finance/", "legal/"),
    ],
    [
      "ReplicateDestination2",
      ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
      "arn:aws:s3:::acme-destination/logs/*",
    ],
    ["EncryptDestination", ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], destination.key?.keyArn],
    ["EncryptDestination2", "kms:Encrypt", destination.key?.keyArn],
  ]);
  expect(Statement.at(-1)?.Condition?.StringLike).toEqual({
    "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-destination/logs/*",
  });
});

test("the order of the intents changes nothing", () => {
  const edges = [
    access(porter, source, ["list"]),
    access(porter, destination, ["put"], "b/"),
    access(porter, destination, ["put"], "a/"),
    access(porter, source, ["get"]),
  ];
  const forwards = identityPolicy({ access: edges, replications: [] });
  expect(identityPolicy({ access: [...edges].reverse(), replications: [] })).toEqual(forwards);
});

describe("policies that AWS limits", () => {
  const analyst = role("analyst", accountB);
  const named = (number: number) => String(number).padStart(2, "0");
  const readWrite = (count: number, owner = accountA) =>
    Array.from({ length: count }, (_, number) =>
      access(analyst, bucket(`b${named(number)}`, owner), ["list", "get", "put"]),
    );
  const laidOut = (...[intents, limits]: Parameters<typeof identityPolicies>) => {
    const { kind, documents } = identityPolicies(intents, limits);
    return { kind, documents: documents.map((document) => document()) };
  };
  const policies = (edges: Access[], limits = { inline: 10_240, managed: 6_144 }) =>
    laidOut({ access: edges, replications: [] }, limits);
  const lengths = (documents: readonly PolicyDocument[]) =>
    documents.map((document) => JSON.stringify(document).length);

  test("a few buckets have a statement each, in one inline policy", () => {
    const edges = readWrite(3);
    expect(policies(edges)).toEqual({
      kind: "inline",
      documents: [identityPolicy({ access: edges, replications: [] })],
    });
  });

  test("more buckets share the statements that differ in the resource alone", () => {
    const edges = [
      ...readWrite(9),
      access(analyst, bucket("other", accountB), ["get"]),
      access(analyst, bucket("z", accountA), ["get"], "in/"),
    ];
    const { kind, documents } = policies(edges);
    expect(kind).toBe("inline");
    expect(documents).toHaveLength(1);
    const statements = documents[0]?.Statement ?? [];
    const get = statements.filter(({ Sid }) => Sid.startsWith("Get"));
    expect(get.map(({ Sid, Resource, Condition }) => [Sid, Resource, Condition])).toEqual([
      [
        "GetB00AndOthers",
        [
          ...Array.from({ length: 9 }, (_, number) => `arn:aws:s3:::acme-b${named(number)}/*`),
          "arn:aws:s3:::acme-z/in/*",
        ],
        { StringEquals: { "aws:ResourceAccount": "111111111111" } },
      ],
      ["GetOther", "arn:aws:s3:::acme-other/*", { StringEquals: { "aws:ResourceAccount": "222222222222" } }],
    ]);
    // Each key only with the context of its own bucket.
    const keys = statements.filter(({ Action }) => [Action].flat().includes("kms:Decrypt"));
    expect(keys).toHaveLength(11);
    expect(keys.map(({ Resource }) => typeof Resource)).not.toContain("object");
  });

  test("buckets with the same key share its statement too", () => {
    const shared = key("shared", accountA);
    const edges = readWrite(9).map((edge) => ({ ...edge, bucket: { ...edge.bucket, key: shared } }));
    const { documents } = policies(edges);
    expect(documents[0]?.Statement.map(({ Sid }) => Sid)).toEqual([
      "ListB00AndOthers",
      "GetB00AndOthers",
      "PutB00AndOthers",
      "EncryptAndDecryptB00AndOthers",
    ]);
    const [, , , encrypt] = documents[0]?.Statement ?? [];
    expect(encrypt?.Resource).toBe(shared.keyArn);
    expect(encrypt?.Condition?.StringLike?.["kms:EncryptionContext:aws:s3:arn"]).toHaveLength(18);
  });

  test("even more buckets are in managed policies, which are filled in the order of their names", () => {
    const { kind, documents } = policies(readWrite(30));
    expect(kind).toBe("managed");
    expect(documents.length).toBeGreaterThan(2);
    for (const length of lengths(documents)) expect(length).toBeLessThanOrEqual(6_144);
    const bucketsOf = ({ Statement }: PolicyDocument) =>
      Statement.filter(({ Sid }) => Sid.startsWith("List")).flatMap(({ Resource }) => Resource ?? []);
    expect(documents.flatMap(bucketsOf)).toEqual(
      Array.from({ length: 30 }, (_, number) => `arn:aws:s3:::acme-b${named(number)}`),
    );
    const fewer = policies(readWrite(29)).documents;
    expect(documents.slice(0, fewer.length - 1)).toEqual(fewer.slice(0, -1));
  });

  test("an existing user's policies are managed as soon as 2,048 characters are too few", () => {
    const limits = { inline: 2_048, managed: 6_144 };
    expect(policies(readWrite(1), limits).kind).toBe("inline");
    expect(policies(readWrite(3), limits)).toMatchObject({ kind: "managed", documents: [{}] });
  });

  test.each([
    ["needs", 30],
    ["prefixes", 100],
  ])("a bucket that is too much for one policy is divided by its %s", (_, count) => {
    const prefixes = Array.from({ length: count }, (_, number) => `${String(number).padStart(64, "0")}/`);
    const edges = prefixes.map((prefix) => access(analyst, source, ["list", "get", "put"], prefix));
    const { kind, documents } = policies(edges);
    expect(kind).toBe("managed");
    expect(documents.length).toBeGreaterThan(1);
    for (const length of lengths(documents)) expect(length).toBeLessThanOrEqual(6_144);
    const statements = documents.flatMap(({ Statement }) => Statement);
    for (const { Sid, Action, Resource } of identityPolicy({ access: edges, replications: [] }).Statement) {
      const parts = statements.filter((statement) => statement.Sid === Sid);
      expect(new Set(parts.map((part) => JSON.stringify(part.Action)))).toEqual(
        new Set([JSON.stringify(Action)]),
      );
      expect([...new Set(parts.flatMap((part) => part.Resource ?? []))].sort()).toEqual(
        [Resource ?? []].flat(),
      );
    }
    const listed = statements.flatMap(({ Condition }) => Condition?.StringLike?.["s3:prefix"] ?? []);
    expect(listed).toEqual(prefixes.map((prefix) => `${prefix}*`));
    const contexts = statements.flatMap(
      ({ Condition }) => Condition?.StringLike?.["kms:EncryptionContext:aws:s3:arn"] ?? [],
    );
    expect(new Set(contexts).size).toBe(count + 1);
  });

  test("the names of buckets and keys do not change what is in which policy", () => {
    const renamed = (edges: Access[], text: (bucket: Bucket) => string) =>
      edges.map((edge) => ({ ...edge, bucket: { ...edge.bucket, bucketArn: text(edge.bucket) } }));
    const sids = (edges: Access[]) =>
      policies(edges).documents.map(({ Statement }) => Statement.map(({ Sid }) => Sid));
    for (const count of [5, 8, 12, 20]) {
      const edges = readWrite(count);
      expect(sids(renamed(edges, ({ name }) => `\${local.${name}_arn}`))).toEqual(sids(edges));
      expect(sids(renamed(edges, ({ name }) => `arn:aws:s3:::${name.padEnd(63, "x")}`))).toEqual(sids(edges));
      for (const length of lengths(
        policies(renamed(edges, ({ name }) => `arn:aws:s3:::${name.padEnd(63, "x")}`)).documents,
      ))
        expect(length).toBeLessThanOrEqual(10_240);
    }
  });

  const roles = (count: number, path = "/") =>
    Array.from({ length: count }, (_, number) => {
      const name = `r${named(number)}`;
      return {
        name,
        principalArn: `arn:aws:iam::111111111111:role${path}${name}`,
        path,
        sessionTags: ["team"],
      };
    });
  const assumed = (documents: readonly PolicyDocument[], action = "sts:AssumeRole") =>
    documents.map(({ Statement }) =>
      Statement.flatMap(({ Action, Resource }) => (Action === action ? (Resource ?? []) : [])),
    );

  test("the roles that a principal can assume are in the last of its policies", () => {
    const access = readWrite(30);
    const { documents } = laidOut(
      { access, replications: [], assumes: roles(2).reverse() },
      { inline: 10_240, managed: 6_144 },
    );
    expect(
      documents.map(({ Statement }) =>
        Statement.filter(({ Sid }) => !/^(AssumeRole|TagSession)s$/.test(Sid)),
      ),
    ).toEqual(policies(access).documents.map(({ Statement }) => Statement));
    const arns = roles(2).map(({ principalArn }) => principalArn);
    expect(assumed(documents)).toEqual([...documents.slice(1).map(() => []), arns]);
  });

  test.each([["/"], [`/${"p".repeat(510)}/`]])("many roles are divided, with path %s", (path) => {
    const all = roles(100, path);
    const assumable = (assumes: typeof all) =>
      laidOut({ access: readWrite(1), replications: [], assumes }, { inline: 2_048, managed: 6_144 });
    const { kind, documents } = assumable(all);
    expect(kind).toBe("managed");
    expect(assumed(documents).length).toBeGreaterThan(1);
    expect(assumed(documents).flat()).toEqual(all.map(({ principalArn }) => principalArn));
    expect(assumed(documents, "sts:TagSession")).toEqual(assumed(documents));
    for (const length of lengths(documents)) expect(length).toBeLessThanOrEqual(6_144);
    const inModule = all.map((each) => ({ ...each, principalArn: `\${local.${each.name}_role_arn}` }));
    expect(assumed(assumable(inModule).documents).map(({ length }) => length)).toEqual(
      assumed(documents).map(({ length }) => length),
    );
  });

  test("a principal can have nothing but roles to assume", () => {
    const intents = { access: [], replications: [], assumes: roles(1) };
    expect(laidOut(intents, { inline: 2_048, managed: 6_144 })).toMatchObject({
      kind: "inline",
      documents: [
        {
          Statement: [
            { Sid: "AssumeRoles", Resource: "arn:aws:iam::111111111111:role/r00" },
            { Sid: "TagSessions", Resource: "arn:aws:iam::111111111111:role/r00" },
          ],
        },
      ],
    });
  });
});

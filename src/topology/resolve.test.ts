import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { REPOSITORY } from "../../test/support/repository";
import { resolve } from "./resolve";

const TOPOLOGY = join(REPOSITORY, "src", "topology", "topology.ts");
const PARTS = join(REPOSITORY, "src", "topology", "resolve");
const ACCESS = join(PARTS, "access.ts");
const READERS = [
  join(REPOSITORY, "src", "topology", "resolve.ts"),
  join(REPOSITORY, "src", "topology", "for-each.ts"),
  ...readdirSync(PARTS).map((file) => join(PARTS, file)),
];

test("a key with the name of a bucket has the defaults of the key that the bucket had", () => {
  const accounts = { a: { id: "111111111111", region: "eu-west-1" } };
  const lake = { account: "a", name: "acme.lake" };
  const before = resolve({ accounts, buckets: { lake } });
  const after = resolve({
    accounts,
    keys: { lake: { account: "a" }, shared: { account: "a" } },
    buckets: { lake: { ...lake, key: "shared", other_keys: ["lake"] } },
  });
  const [bucket] = after.buckets;
  expect(before.buckets[0]?.encryption).toMatchObject({ kind: "own key", key: after.keys[0] });
  expect(bucket?.otherKeys).toEqual([after.keys[0]]);
  expect(bucket?.encryption).toMatchObject({ kind: "shared key", key: after.keys[1] });
});

test("every default is filled in", () => {
  const model = resolve({
    accounts: { a: { id: "111111111111", region: "cn-north-1" } },
    keys: { archive: { account: "a" } },
    buckets: {
      source: { account: "a", name: "acme.source" },
      copy: { account: "a", name: "acme-copy", key: "archive" },
      plain: { account: "a", name: "acme-plain", encryption: "AES256" },
    },
    principals: {
      porter: { account: "a", role: "Porter", assumed_by: ["ec2.amazonaws.com"] },
      ann: { account: "a", user: "Ann", existing: true },
      all: { account: "a", entire_account: true },
    },
    access: [{ principal: "ann", bucket: "plain", allow: "read" }],
    replication: [{ from: "source", to: "copy" }],
  });
  const [account] = model.accounts;
  const archive = {
    existing: false,
    name: "archive",
    account,
    alias: "alias/archive",
    description: "Encrypts S3 objects (archive)",
    deletionWindowInDays: 30,
    preventDestroy: true,
    isMultiRegion: false,
    replicaOf: undefined,
    tags: {},
  };
  expect(account).toMatchObject({ partition: "aws-cn", endpoints: {}, defaultTags: {} });
  expect(model.keys).toEqual([archive]);
  expect(model.buckets).toMatchObject([
    {
      bucketArn: "arn:aws-cn:s3:::acme.source",
      encryption: {
        kind: "own key",
        key: { alias: "alias/acme-source", description: "Encrypts the objects of s3://acme.source" },
        bucketKeyEnabled: true,
        requireKey: false,
      },
      versioned: true,
    },
    { encryption: { kind: "shared key", key: archive }, versioned: true },
    { encryption: { kind: "no key" }, versioned: false },
  ]);
  expect(model.principals).toMatchObject([
    {
      kind: "role",
      existing: false,
      principalArn: "arn:aws-cn:iam::111111111111:role/Porter",
      path: "/",
      grantedAs: "account",
      assumedBy: [{ kind: "service", service: "ec2.amazonaws.com" }],
    },
    { kind: "user", existing: true, principalArn: "arn:aws-cn:iam::111111111111:user/Ann" },
    { kind: "account", principalArn: "arn:aws-cn:iam::111111111111:root" },
  ]);
  expect(model.access).toMatchObject([{ permissions: ["list", "get"], prefix: "" }]);
  expect(model.replications).toMatchObject([
    {
      role: { name: "source_replication", roleName: "acme.source-replication" },
      prefix: "",
      deleteMarkers: false,
      minimalKms: false,
    },
  ]);
});

test("all destinations of a bucket have the role that the first of them names", () => {
  const buckets = Object.fromEntries(
    ["source", "one", "two"].map((name) => [name, { account: "a", name: `acme-${name}` }]),
  );
  const { replications } = resolve({
    accounts: { a: { id: "111111111111", region: "us-east-1" } },
    buckets,
    replication: [
      { from: "source", to: "one", role: "Replicator" },
      { from: "source", to: "two" },
    ],
  });
  expect(replications.map(({ role }) => role.roleName)).toEqual(["Replicator", "Replicator"]);
});

test("an unknown name is an error", () => {
  expect(() =>
    resolve({
      accounts: { a: { id: "111111111111", region: "us-east-1" } },
      buckets: { source: { account: "b", name: "acme-source" } },
    }),
  ).toThrow(new Error("the topology has no b; load it with loadTopology, which reports the place"));
});

describe("an option of the format that nothing reads does not compile", () => {
  const schema = readFileSync(TOPOLOGY, "utf8");
  const compile = compiler();
  // Every mapping of the format but the helper that makes them.
  const places = [...schema.matchAll(/(?:mapping\(|const keyFields = |const sections = )\{/g)].map(
    ({ 0: { length }, index }) => index + length,
  );

  test("the format as it is compiles", () => {
    expect(compile({})).toEqual([]);
  });

  describe("in the mapping", () => {
    const lineOf = (place: number) => schema.slice(0, place).split("\n").length;
    const optionOf = (place: number) => `made_up_${lineOf(place)}`;
    let errors: readonly string[];

    // All at once, as the compiler takes its time.
    beforeAll(() => {
      const text = places.reduceRight((after, place) => withOption(place, optionOf(place), after), schema);
      errors = compile({ [TOPOLOGY]: text });
    });

    test.each(places.map((place) => [lineOf(place), optionOf(place)]))("of line %d", (_, option) => {
      expect(errors).toContainEqual(
        expect.stringMatching(
          new RegExp(
            `'\\{[^']*\\b${option}\\b[^']*\\}' is not assignable to parameter of type 'Record<string, never>'`,
          ),
        ),
      );
    });
  });

  test("until something reads it", () => {
    const place = schema.indexOf("const access = mapping({") + "const access = mapping({".length;
    const source = readFileSync(ACCESS, "utf8");
    const reading = source.replace(
      'allow, prefix = "", ...rest',
      'allow, prefix = "", made_up = prefix, ...rest',
    );
    const read = reading.replace(
      "permissions: permissionsOf(allow),\n        prefix,",
      "permissions: permissionsOf(allow),\n        prefix: made_up,",
    );
    expect(compile({ [TOPOLOGY]: withOption(place, "made_up"), [ACCESS]: read })).toEqual([]);
  });

  function withOption(place: number, option: string, text = schema): string {
    return `${text.slice(0, place)} ${option}: z.string().optional(),${text.slice(place)}`;
  }
});

/** What the compiler says of the files that read the format when some files have other texts. */
function compiler(): (texts: Readonly<Record<string, string>>) => string[] {
  const { config } = ts.readConfigFile(join(REPOSITORY, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, REPOSITORY);
  const unchanged = new Map<string, ts.SourceFile | undefined>();
  return (texts) => {
    const host = ts.createCompilerHost({ ...options, types: [] });
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (file, language) => {
      // The types of Node.js are most of what there is to read, and the readers of the format use none of them.
      const text = file.includes("/@types/node/") ? "" : texts[file];
      if (text !== undefined) return ts.createSourceFile(file, text, language);
      if (!unchanged.has(file)) unchanged.set(file, read(file, language));
      return unchanged.get(file);
    };
    const program = ts.createProgram(READERS, { ...options, types: [] }, host);
    return [
      ...program.getSyntacticDiagnostics(),
      ...READERS.flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file))),
    ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  };
}

test("a limit to an organization alone has no exceptions in the account of the bucket, which is never outside", () => {
  const exceptions = (restrict_to: object) =>
    resolve({
      accounts: { a: { id: "111111111111", region: "eu-west-1" } },
      buckets: {
        lake: {
          account: "a",
          name: "acme-lake",
          restrict_to: {
            ...restrict_to,
            except: ["arn:aws:iam::111111111111:role/Deployer", "arn:aws:iam::222222222222:role/Etl"],
          },
        },
      },
    }).buckets[0]?.restrictions?.except;
  expect(exceptions({ organization: "o-abcde12345" })).toEqual(["arn:aws:iam::222222222222:role/Etl"]);
  expect(exceptions({ organization: "o-abcde12345", source_ips: ["203.0.113.0/24"] })).toHaveLength(2);
});

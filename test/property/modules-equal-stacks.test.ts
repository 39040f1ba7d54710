/** That a module says what the stack of the same topology says, whatever the topology says. */
import { parse } from "@cdktf/hcl2json";
import fc from "fast-check";
import { proveModule } from "../../src/verify/module";
import { proveTopology } from "../../src/verify/topology";
import { resolve } from "../../src/topology/resolve";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { moduleFiles } from "../../src/export/module-files";
import { moduleOf } from "../../src/export/module";
import { writeFiles } from "../../src/files/write-files";
import { once } from "../../src/prove/once";
import type { Proof } from "../../src/prove/prove";
import { proofText } from "../../src/report/proof-text";
import type { Topology } from "../../src/topology/topology";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { hostileTopology } from "../fixtures/hostile-topology";
import { manyBuckets, manyRolesToAssume } from "../fixtures/large-topologies";
import { argument, CalledModule, parseModule, type ParsedModule } from "../support/called-module";
import { runs, tried } from "../support/runs";
import { temporaryFolder } from "../support/temporary-folder";

type Json = Readonly<Record<string, unknown>>;

interface StackJson {
  readonly locals: Readonly<Record<string, Json>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly output: Readonly<Record<string, Json>>;
  readonly removed?: readonly { readonly from: string; readonly lifecycle: Json }[];
}

const NOTHING_PROVED = { grants: [], assumptions: [], checked: [], before: [] } as unknown as Proof;

/** What the caller of a module sets beside what the topology says. */
const CALLER = { deletion_window_in_days: 7, force_destroy: true, tags: { Owner: "caller", Note: "caller" } };

/** With policies that are split. */
const LARGE = tried<[Topology]>([
  [manyBuckets(8, 'user: acme-etl, path: "/team/"')],
  [manyBuckets(16, "role: acme-etl, existing: true")],
  [manyRolesToAssume(30)],
]);

const TRAIL = "arn:aws:cloudtrail:*:444444444444:trail/main";
const OWN_TRAIL = "arn:aws:cloudtrail:us-east-1:222222222222:trail/main";

/** Principals of one service, whose statements are alike or cover one another. */
const SAME_SERVICE: [Topology][] = [
  sameService("vpc-flow-logs", { for_accounts: ["b", "444444444444"] }, { for_accounts: ["444444444444"] }),
  sameService("vpc-flow-logs", { for_organization: "o-a1b2c3d4e5" }, { for_organization: "o-a1b2c3d4e5" }),
  sameService("cloudtrail", { for_accounts: ["444444444444"] }, trails("444444444444", TRAIL)),
  sameService("cloudtrail", trails("444444444444", TRAIL), trails("444444444444", TRAIL)),
  sameService("cloudtrail", trails("b", OWN_TRAIL), { for_accounts: ["b", "444444444444"] }),
  sameService(
    "cloudtrail",
    { for_accounts: ["444444444444"] },
    { for_organization: "o-a1b2c3d4e5", source_arns: [TRAIL] },
  ),
  sameService(
    "cloudtrail",
    { for_organization: "o-a1b2c3d4e5" },
    { for_organization: "o-a1b2c3d4e5", source_arns: [TRAIL] },
  ),
  sameService(
    "s3-inventory",
    { for_accounts: ["a"], source_arns: ["arn:aws:s3:::acme-listed"] },
    { for_accounts: ["a"], source_arns: ["arn:aws:s3:::acme-*"] },
  ),
  sameService("s3-inventory", { for_accounts: ["444444444444"] }, { for_accounts: ["444444444444"] }, "in/"),
  sameService(
    "s3-inventory",
    { for_accounts: ["444444444444"] },
    { for_accounts: ["444444444444"] },
    "in/",
    "in/2024/",
  ),
];

function trails(account: string, arn: string) {
  return { for_accounts: [account], source_arns: [arn] };
}

function sameService(service: string, one: object, other: object, ...prefixes: string[]): [Topology] {
  return [
    {
      accounts: {
        a: { id: "111111111111", region: "us-east-1" },
        b: { id: "222222222222", region: "us-east-1" },
      },
      buckets: { logs: { account: "a", name: "acme-logs" } },
      principals: { one: { service, ...one }, other: { service, ...other } },
      access: [
        { principal: "one", bucket: "logs", allow: "put", prefix: prefixes[0] },
        { principal: "other", bucket: "logs", allow: "put", prefix: prefixes.at(-1) },
      ],
    },
  ];
}

// Several tests have the same large topologies.
const filesOf = once((topology: Topology) =>
  moduleFiles({ name: "stack", topology }, NOTHING_PROVED, "modules/stack"),
);
const parsedOf = once((topology: Topology) => parseModule(filesOf(topology)));

function called(topology: Topology, module: ParsedModule): CalledModule {
  const variables = moduleOf("stack", resolve(topology)).variables;
  const examples = Object.fromEntries(variables.map(({ name, example }) => [name, example]));
  return new CalledModule(module, { accounts: topology.accounts, variables: { ...examples, ...CALLER } });
}

/** How the caller of a module logs in, and how its providers tag, is no part of the module. */
const stackOf = once((topology: Topology): StackJson => {
  const accounts = Object.entries(topology.accounts).map(([name, { id, region, managed }]) => [
    name,
    { id, region, managed },
  ]);
  const { terraform } = topologyTerraform(
    "stack",
    resolve({ ...topology, accounts: Object.fromEntries(accounts) }),
  );
  return { locals: {}, resource: {}, output: {}, ...(terraform as Partial<StackJson>) };
});

test("a module has the resources of the stack, and nothing else", async () => {
  await fc.assert(
    fc.asyncProperty(hostileTopology, async (topology) => {
      const module = await parsedOf(topology);
      const evaluated = await called(topology, module).evaluate(module.resource);
      expect(withoutPreconditions(evaluated as ParsedModule["resource"])).toEqual(
        resourcesAsParsed(stackOf(topology)),
      );
    }),
    { numRuns: runs(60), examples: [...LARGE] },
  );
});

/** As hcl2json has them: every block in a list, and references in `${…}`. */
function resourcesAsParsed({ resource }: StackJson): unknown {
  const locks = resource.aws_s3_bucket_object_lock_configuration ?? {};
  return mapValues(resource, (blocks, type) =>
    mapValues(blocks, (block, name) => {
      const { provider, depends_on, ...values } = block;
      return [
        {
          ...bodyAsParsed({ ...values, ...setByCaller(type, values, locks[name]) }),
          provider: `\${${String(provider)}}`,
          ...(depends_on !== undefined && {
            depends_on: (depends_on as string[]).map((each) => `\${${each}}`),
          }),
        },
      ];
    }),
  );
}

const TAGGED = [
  "aws_s3_bucket",
  "aws_kms_key",
  "aws_kms_replica_key",
  "aws_iam_role",
  "aws_iam_instance_profile",
  "aws_iam_openid_connect_provider",
  "aws_iam_user",
  "aws_iam_policy",
  "aws_cloudwatch_metric_alarm",
];

/** What the topology leaves open, a module leaves to its caller. */
function setByCaller(
  type: string,
  { tags, force_destroy, deletion_window_in_days }: Json,
  lock: Json | undefined,
): Json {
  // Nobody can delete the objects.
  const isForever = JSON.stringify(lock ?? {}).includes("COMPLIANCE");
  const { deletion_window_in_days: window, ...caller } = CALLER;
  return {
    ...(TAGGED.includes(type) && { tags: { ...caller.tags, ...(tags as Json) } }),
    ...(type === "aws_s3_bucket" &&
      !(isForever && force_destroy === undefined) && {
        force_destroy: force_destroy ?? caller.force_destroy,
      }),
    ...(deletion_window_in_days === 30 && { deletion_window_in_days: window }),
  };
}

const MAPS = new Set(["dimensions", "tags"]);

/** A module does not keep Terraform from destroying anything. */
function bodyAsParsed({ "//": _metadata, lifecycle, ...values }: Json): Json {
  expect([undefined, { prevent_destroy: true }]).toContainEqual(lifecycle);
  return mapValues(values, (value, name) => {
    const bodies = [value].flat();
    const isBlock = !MAPS.has(name) && bodies.every((body) => typeof body === "object" && body !== null);
    return isBlock ? bodies.map((body) => bodyAsParsed(body as Json)) : value;
  });
}

function withoutPreconditions(resources: ParsedModule["resource"]): unknown {
  return mapValues(resources, (blocks) =>
    mapValues(blocks, (bodies) =>
      bodies.map(({ lifecycle, ...body }) => {
        for (const block of [lifecycle ?? []].flat() as Json[])
          expect(Object.keys(block)).toEqual(["precondition"]);
        return body;
      }),
    ),
  );
}

/** The terms of a condition that do not hold. */
async function failingTerms(condition: string, caller: CalledModule): Promise<string[]> {
  const terms = condition.slice("${".length, -"}".length).split(" && ");
  const holds = await Promise.all(terms.map((term) => termHolds(term, caller)));
  return terms.filter((_, index) => holds[index] !== true);
}

async function termHolds(term: string, caller: CalledModule): Promise<boolean> {
  const values = (expressions: readonly string[]) =>
    Promise.all(expressions.map(async (each) => caller.evaluate(`\${${each}}`)));
  const [, list, count] = /^length\(distinct\(\[(.*)\]\)\) == (\d+)$/s.exec(term) ?? [];
  if (list !== undefined) {
    const listed = list.split(",").map((each) => each.trim());
    return new Set(await values(listed.filter((each) => each !== ""))).size === Number(count);
  }
  const [, text = "", start = ""] = /^!startswith\((\S+), (\S+)\)$/.exec(term) ?? [];
  if (text !== "") {
    const [of, by] = await values([text, start]);
    return !String(of).startsWith(String(by));
  }
  const [, left = "", operator, right = ""] = /^(\S+) ([!=]=) (\S+)$/.exec(term) ?? [];
  if (operator === undefined) throw new Error(`nothing evaluates ${term}`);
  const [one, other] = await values([left, right]);
  return (one === other) === (operator === "==");
}

test("it keeps the keys that the stack keeps", async () => {
  await fc.assert(
    fc.asyncProperty(hostileTopology, async (topology) => {
      const { removed } = await parsedOf(topology);
      const { removed: expected = [] } = stackOf(topology);
      const parsed = expected.map(({ from, lifecycle }) => ({ from: `\${${from}}`, lifecycle: [lifecycle] }));
      expect(removed).toEqual(Object.fromEntries(parsed.map((block) => [block.from, block])));
    }),
    { numRuns: runs(20) },
  );
});

test("its preconditions hold for what the topology says", async () => {
  await fc.assert(
    fc.asyncProperty(hostileTopology, async (topology) => {
      const module = await parsedOf(topology);
      const caller = called(topology, module);
      for (const condition of preconditionsOf(module))
        expect([condition, await failingTerms(condition, caller)]).toEqual([condition, []]);
    }),
    { numRuns: runs(30) },
  );
});

function preconditionsOf({ resource }: ParsedModule): string[] {
  const bodies = Object.values(resource).flatMap((blocks) => Object.values(blocks).flat());
  const lifecycles = bodies.flatMap(({ lifecycle = [] }) => lifecycle as { precondition: Json[] }[]);
  return lifecycles.flatMap(({ precondition }) => precondition.map(({ condition }) => String(condition)));
}

test("it has the policies of the stack, statement by statement", async () => {
  await fc.assert(
    fc.asyncProperty(hostileTopology, async (topology) => {
      const module = await parsedOf(topology);
      const documents = await documentsOf(module, called(topology, module));
      expect(mapValues(documents, ({ raw, evaluated }) => asOneValue(raw, evaluated))).toEqual(
        stackOf(topology).locals,
      );
    }),
    { numRuns: runs(60), examples: [...LARGE] },
  );
});

/** Each policy, as it is written and as it is with the caller's values. */
async function documentsOf(
  { locals }: ParsedModule,
  caller: CalledModule,
): Promise<Record<string, { raw: Json; evaluated: Json }>> {
  const documents: Record<string, { raw: Json; evaluated: Json }> = {};
  for (const [name, expression] of Object.entries(locals)) {
    const [, document] = /^\$\{jsonencode\((.*)\)\}$/s.exec(expression) ?? [];
    if (document === undefined) continue;
    const raw = (await argument(document)) as Json;
    documents[name] = { raw, evaluated: (await caller.evaluate(raw)) as Json };
  }
  return documents;
}

/** A list with texts of the module's caller, as the stack states it: sorted, and as plain text if it has one value. */
function asOneValue(raw: unknown, value: unknown): unknown {
  if (Array.isArray(value)) {
    const isList = typeof raw === "string" || (raw as unknown[]).every((each) => typeof each === "string");
    if (!isList || !JSON.stringify(raw).includes("${"))
      return value.map((each, index) => asOneValue((raw as unknown[])[index], each));
    const sorted = [...(value as string[])].sort();
    return sorted.length === 1 ? sorted[0] : sorted;
  }
  if (typeof value !== "object" || value === null) return value;
  // In the order of the raw ones, whose keys can be expressions.
  const raws = Object.values(raw as Json);
  return Object.fromEntries(
    Object.entries(value).map(([key, each], index) => [key, asOneValue(raws[index], each)]),
  );
}

test("it has the outputs of the stack", async () => {
  await fc.assert(
    fc.asyncProperty(hostileTopology, async (topology) => {
      const files = filesOf(topology);
      // The other parser reads `${"$"}${var.a}` as `$${var.a}`, which is another text.
      fc.pre(![...files.values()].some((text) => text.includes('${"$"}${')));
      const module = await parseModule(files);
      const outputs = (await called(topology, module).evaluate(module.output)) as ParsedModule["output"];
      expect(mapValues(outputs, ([output]) => withWords(output))).toEqual(
        mapValues(stackOf(topology).output, withWords),
      );
    }),
    { numRuns: runs(60) },
  );
});

/** A runbook's commands as the words that a shell makes of them, for a module cannot know which need quotes. */
function withWords(output: Json | undefined): unknown {
  if (typeof output?.value !== "string") return output;
  const lines = output.value.split("\n");
  return { ...output, value: lines.map((line) => (line.startsWith("aws ") ? shellWords(line) : line)) };
}

function shellWords(line: string): string[] {
  const words = line.match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? [];
  return words.map((word) => word.replaceAll(/'([^']*)'|\\(.)/g, "$1$2"));
}

test("it uses every variable, local and data source that it declares", async () => {
  await fc.assert(
    fc.asyncProperty(hostileTopology, async (topology) => {
      const { variable, data, locals, resource, output } = await parsedOf(topology);
      // The postconditions of a check of settings use its data source themselves.
      const sources = Object.entries(data).flatMap(([type, blocks]) =>
        type === "aws_cloudcontrolapi_resource"
          ? []
          : Object.keys(blocks).map((name) => `data.${type}.${name}`),
      );
      const declared = [
        ...Object.keys(variable).map((name) => `var.${name}`),
        ...Object.keys(locals).map((name) => `local.${name}`),
        ...sources,
      ];
      const used = JSON.stringify([locals, data, resource, output]).match(/\b(var|local|data\.\w+)\.[\w-]+/g);
      expect(declared.filter((address) => !used?.includes(address))).toEqual([]);
    }),
    { numRuns: SAME_SERVICE.length + runs(60), examples: SAME_SERVICE },
  );
});

test("its variables have the topology's values for defaults, where it has any", async () => {
  await fc.assert(
    fc.asyncProperty(hostileTopology, async (topology) => {
      const { variable } = await parsedOf(topology);
      const { variables } = moduleOf("stack", resolve(topology));
      expect(Object.keys(variable).sort()).toEqual(variables.map(({ name }) => name).sort());
      for (const { name, default: fallback } of variables)
        expect(plain(variable[name]?.[0]?.default)).toEqual(fallback);
    }),
    { numRuns: runs(30) },
  );
});

/** Text of Terraform's JSON syntax as the text that it is. */
function plain(value: unknown): unknown {
  if (typeof value === "string") {
    expect(value).not.toMatch(/(?<!\$)\$\{|(?<!%)%\{/);
    return value.replaceAll(/([$%])\1(?=\{)/g, "$1");
  }
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === "object" && value !== null ? mapValues(value as Json, plain) : value;
}

test("its example and its tests are HCL, with the topology's values", async () => {
  await fc.assert(
    fc.asyncProperty(hostileTopology, async (topology) => {
      const files = filesOf(topology);
      const example = await parse("main.tf", files.get("examples/basic/main.tf") ?? "");
      const { variables } = moduleOf("stack", resolve(topology));
      const required = variables.filter((variable) => variable.default === undefined);
      const inputs = Object.fromEntries(required.map((variable) => [variable.name, variable.example]));
      const { source: _source, providers: _providers, ...given } = example.module.stack[0];
      expect(plain(given)).toEqual(inputs);
      const accounts = Object.entries(topology.accounts).filter(([, { managed }]) => managed !== false);
      expect(example.provider.aws.map(plain)).toEqual(
        accounts.map(([alias, { region, profile }]) => ({
          alias,
          region,
          ...(profile !== undefined && { profile }),
        })),
      );
      for (const name of ["policies", "validation"]) {
        const tests = await parse("main.tf", files.get(`tests/${name}.tftest.hcl`) ?? "");
        expect(plain(tests.variables[0])).toEqual(inputs);
      }
    }),
    { numRuns: runs(30) },
  );
});

test("its tests assert what policies its resources and outputs have", async () => {
  await fc.assert(
    fc.asyncProperty(hostileTopology, async (topology) => {
      const files = filesOf(topology);
      const module = await parseModule(files);
      const caller = called(topology, module);
      const documents = await documentsOf(module, caller);
      const tests = await parse("main.tf", files.get("tests/policies.tftest.hcl") ?? "");
      const asserted: Record<string, unknown[]> = {};
      const counted: Record<string, number> = {};
      for (const { condition } of (tests.run.policies[0].assert ?? []) as { condition: string }[]) {
        const [, whole, count] = COUNT.exec(condition) ?? [];
        if (whole !== undefined) counted[whole] = Number(count);
        const [, address, index, statement = ""] = ASSERTION.exec(condition) ?? [];
        if (address === undefined) continue;
        const statements = (asserted[address] ??= []);
        expect(statements.push(await caller.evaluate(await argument(statement)))).toBe(Number(index) + 1);
      }
      expect(asserted).toEqual(
        mapValues(policiesByAddress(module), (name) =>
          withMockedArns(documents[name]?.evaluated.Statement, tests.mock_provider.aws as Json[]),
        ),
      );
      expect(counted).toEqual(mapValues(asserted, ({ length }) => length));
    }),
    { numRuns: runs(30) },
  );
});

const COUNT = /^\$\{length\(jsondecode\(([\w.-]+)\)\.Statement\) == (\d+)\}$/;
const ASSERTION = /^\$\{jsonencode\(jsondecode\(([\w.-]+)\)\.Statement\[(\d+)\]\) == jsonencode\((.*)\)\}$/s;

/** The names of the policies that resources and outputs have, by the addresses of these arguments. */
function policiesByAddress({ resource, output, locals }: ParsedModule): Record<string, string> {
  const blocks = [
    ...Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).map(([name, [block = {}]]) => [`${type}.${name}.`, block] as const),
    ),
    ...Object.entries(output).map(([name, [block]]) => {
      const value = block?.value;
      const isObject = typeof value === "object" && value !== null;
      return isObject ? ([`output.${name}.`, value] as const) : (["output.", { [name]: value }] as const);
    }),
  ];
  const found = blocks.flatMap(([prefix, block]) =>
    Object.entries(block).flatMap(([name, value]) => {
      const [, local = ""] = /^\$\{local\.([\w-]+)\}$/.exec(String(value)) ?? [];
      return locals[local]?.startsWith("${jsonencode(") ? [[`${prefix}${name}`, local]] : [];
    }),
  );
  return Object.fromEntries(found) as Record<string, string>;
}

/** With the ARNs that the mocked providers give to keys, each its own. */
function withMockedArns(statements: unknown, providers: readonly Json[]): unknown {
  const overrides = providers.flatMap(
    ({ override_resource = [] }) => override_resource as { target: string; values: { arn: string } }[],
  );
  const arns = new Map(overrides.map(({ target, values: { arn } }) => [target.slice(2, -1), arn]));
  expect(new Set(arns.values()).size).toBe(arns.size);
  const json = JSON.stringify(statements).replaceAll(
    /\$\{(aws_kms_(?:replica_)?key\.[\w-]+)\.arn\}/g,
    (reference, address: string) => arns.get(address) ?? reference,
  );
  return JSON.parse(json);
}

test("its README has tables whose every row has every cell, and defaults that are HCL", async () => {
  await fc.assert(
    fc.asyncProperty(hostileTopology, async (topology) => {
      const readme = filesOf(topology).get("README.md") ?? "";
      const inputs = readme.slice(readme.indexOf("## Inputs"), readme.indexOf("## Outputs"));
      const rows = new Map(
        tableRows(inputs).map(([name = "", ...cells]) => [/ name="input_([^"]+)"/.exec(name)?.[1], cells]),
      );
      for (const { name, default: fallback } of moduleOf("stack", resolve(topology)).variables) {
        const cells = rows.get(name) ?? [];
        expect(cells).toHaveLength(4);
        if (fallback !== undefined) expect(plain(await argument(codeIn(cells[2])))).toEqual(fallback);
      }
      // The diagram and the usage.
      expect(readme.match(/^ {0,3}`{3,}/gm)).toEqual(["```", "```", "```", "```"]);
    }),
    { numRuns: runs(30) },
  );
});

/** https://github.github.com/gfm/#tables-extension- */
function tableRows(markdown: string): string[][] {
  const rows = markdown.split(/\r\n|[\r\n]/).filter((line) => line.startsWith("|"));
  return rows.map((row) =>
    (row.slice(1).match(/(?:\\[^]|[^|\\])*\|/g) ?? []).map((cell) =>
      cell.slice(0, -1).trim().replaceAll("\\|", "|"),
    ),
  );
}

/** https://github.github.com/gfm/#code-spans */
function codeIn(cell: string | undefined): string {
  const [, fence = "", code = ""] = /^(`+)(.*)\1$/s.exec(cell ?? "") ?? [];
  const spans = code.match(/`+/g) ?? [];
  expect(spans).not.toContain(fence);
  return /^ .*[^ ].* $/s.test(code) ? code.slice(1, -1) : code;
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}

test("it is proved with the matrix of the stack", async () => {
  const { path: folder, remove } = temporaryFolder();
  try {
    await fc.assert(
      fc.asyncProperty(arbitraryTopology, async (topology) => {
        const named = { name: "stack", topology };
        const { proof } = proveTopology(named);
        writeFiles(folder, moduleFiles(named, proof, "modules/stack"), { force: true });
        expect(matrixOf((await proveModule(folder)).proof)).toBe(matrixOf(proof));
      }),
      { numRuns: SAME_SERVICE.length + runs(30), examples: SAME_SERVICE },
    );
  } finally {
    remove();
  }
});

/** Without the room that is left: a module writes a list of one where a stack writes its only element. */
function matrixOf({ headroom: _, ...proof }: Proof): string {
  return proofText("stack", proof, { colour: false });
}

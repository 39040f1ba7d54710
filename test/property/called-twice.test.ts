/** That two stacks, and two calls of a module, never name two things of an account alike. */
import fc from "fast-check";
import { resolve } from "../../src/topology/resolve";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { moduleFiles } from "../../src/export/module-files";
import { moduleOf } from "../../src/export/module";
import type { Proof } from "../../src/prove/prove";
import type { Topology } from "../../src/topology/topology";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { CalledModule, type ParsedModule, parseModule } from "../support/called-module";
import { secondCall } from "../support/second-call";
import { readTopology, STACK_NAMES } from "../support/topologies";
import { runs } from "../support/runs";

type Block = Readonly<Record<string, string>>;
type Resources = Readonly<Record<string, Readonly<Record<string, Block>>>>;

const NOTHING_PROVED = { grants: [], assumptions: [], checked: [], before: [] } as unknown as Proof;

/** By type, the arguments that no two resources of it may both have the same in one account. */
const UNIQUE: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_metric_alarm: ["provider", "alarm_name"],
  aws_s3_bucket: ["bucket"],
  aws_kms_alias: ["provider", "name"],
  aws_iam_role: ["name"],
  aws_iam_instance_profile: ["name"],
  aws_iam_user: ["name"],
  aws_iam_policy: ["name"],
  aws_iam_role_policy: ["role", "name"],
  aws_iam_user_policy: ["user", "name"],
};
/**
 * Names of keys are made up by AWS, and these belong to a resource that has a name. An account has one OIDC provider for each
 * issuer, so a second stack leaves it out. Tasks of DataSync can have the same name.
 */
const NAMELESS =
  /^aws_(datasync_(location_s3|task)|kms_key(_policy)?|kms_replica_key|iam_openid_connect_provider|iam_(role|user)_policy_attachment|s3_bucket_.+)$/;

const stacks = STACK_NAMES.map((name) => [name, readTopology(name)] as const);

test.each(stacks)("the stack %s, twice in the same accounts", (_, topology) => {
  expectNothingTwice(topology, [ofStack(topology), ofStack(secondCall(topology))]);
});

test.each(stacks)("the module %s, called twice", async (_, topology) => {
  expectNothingTwice(topology, await ofCalls(topology));
});

test("any stack, twice in the same accounts", () => {
  fc.assert(
    fc.property(arbitraryTopology, (topology) => {
      expectNothingTwice(topology, [ofStack(topology), ofStack(secondCall(topology))]);
    }),
    { numRuns: runs(60) },
  );
});

test("any module, called twice", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryTopology, async (topology) => {
      expectNothingTwice(topology, await ofCalls(topology));
    }),
    { numRuns: runs(30) },
  );
});

function expectNothingTwice({ accounts }: Topology, all: readonly Resources[]): void {
  const names = all.flatMap((resources) => namesIn(resources, accounts));
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
}

/** Without upper case, which IAM does not tell from lower case. */
function namesIn(resources: Resources = {}, accounts: Topology["accounts"]): string[] {
  return Object.entries(resources).flatMap(([type, blocks]) => {
    const unique = UNIQUE[type];
    if (unique === undefined) {
      expect(type).toMatch(NAMELESS);
      return [];
    }
    return Object.values(blocks).map((block) => {
      const [, alias = ""] = /aws\.([\w-]+)/.exec(block.provider ?? "") ?? [];
      const values = unique.map((argument) => nameIn(resources, block[argument]));
      return [type, accounts[alias]?.id, ...values].join(" ").toLowerCase();
    });
  });
}

function nameIn(resources: Resources, value = ""): string {
  const [, type = "", name = ""] = /^\$\{(aws_iam_\w+)\.([\w-]+)\.name\}$/.exec(value) ?? [];
  return resources[type]?.[name]?.name ?? value;
}

function ofStack(topology: Topology): Resources {
  const { terraform } = topologyTerraform("stack", resolve(topology));
  return (terraform as { resource: Resources }).resource;
}

async function ofCalls(topology: Topology): Promise<Resources[]> {
  const module = await parseModule(moduleFiles({ name: "stack", topology }, NOTHING_PROVED, "modules/stack"));
  return [await called(module, topology), await called(module, secondCall(topology))];
}

/** With everything left out that can be. */
async function called(module: ParsedModule, topology: Topology): Promise<Resources> {
  const variables = moduleOf("stack", resolve(topology)).variables.map(
    ({ name, default: fallback, example }) => [name, fallback ?? example] as const,
  );
  const caller = { accounts: topology.accounts, variables: Object.fromEntries(variables) };
  const resources = (await new CalledModule(module, caller).evaluate(module.resource)) as Record<
    string,
    Record<string, [Block]>
  >;
  return mapValues(resources, (blocks) => mapValues(blocks, ([block]) => block));
}

function mapValues<T, U>(entries: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, map(value)]));
}

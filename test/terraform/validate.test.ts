import { type Topology } from "../../src";
import { stackFolder, synthesize } from "../support/synthesize";
import { temporaryFolder } from "../support/temporary-folder";
import { Terraform } from "../support/terraform";
import { readTopology, writeTopology } from "../support/topologies";

const folder = temporaryFolder();
const topologies = temporaryFolder();

afterAll(() => {
  folder.remove();
  topologies.remove();
});

async function validate(stack: string): Promise<void> {
  const terraform = new Terraform(stackFolder(folder.path, stack));
  await terraform.init("-backend=false");
  await terraform.validate();
}

// The emulator cannot keep a key and its replica, so nothing plans or applies them.
describe("terraform validate with another backend, and the replica of a key", () => {
  const backends: Readonly<Record<string, Topology["backend"]>> = {
    s3: { s3: { bucket: "acme-terraform-state", region: "us-east-1", profile: "state-admin" } },
    cloud: { cloud: { organization: "acme", workspace: "copy" } },
  };

  beforeAll(async () => {
    const { accounts, buckets, principals, ...rest } = readTopology("copy-with-role");
    const source_west = { id: "111111111111", region: "us-west-2" };
    for (const [name, backend] of Object.entries(backends)) {
      // Two stacks of a folder cannot create the same bucket or role.
      const named = <T extends object>(entries: T, field: string): T =>
        JSON.parse(
          JSON.stringify(entries, (key, value: unknown) =>
            key === field ? `${String(value)}-${name}` : value,
          ),
        ) as T;
      writeTopology(topologies.path, name, {
        ...rest,
        accounts: { ...accounts, source_west },
        keys: {
          shared: { account: "source", multi_region: true, alias: `alias/shared-${name}` },
          shared_west: { account: "source_west", replica_of: "shared", alias: `alias/shared-west-${name}` },
        },
        backend,
        buckets: named(buckets, "name"),
        principals: principals && named(principals, "role"),
      });
    }
    await synthesize(topologies.path, folder.path);
  });

  it.each(Object.keys(backends))("accepts %s", (stack) => validate(stack));
});

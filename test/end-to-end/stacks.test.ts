/** Stacks, and the modules that were exported from them, applied in an emulator of AWS: all at once. */
import { comparableContents } from "../support/comparable-contents";
import { differences } from "../support/differences";
import type { Estate } from "../support/emulated-estate";
import { EmulatedStacks } from "../support/emulated-stacks";
import { rendered } from "../support/emulated-estate";
import { plannedResources } from "../support/planned-resources";
import { type Plan, planOfModule, type Terraform } from "../support/terraform";
import { readTopology } from "../support/topologies";
import type { AppliedStack } from "./applied-stack";
import { ASSUMED_ROLES } from "./assumed-roles";
import { expectDescribedAlike } from "./described-alike";
import { IDENTITY_CENTER } from "./identity-center";
import { MANAGED_POLICIES } from "./managed-policies";
import { BATCH_COPY, BATCH_REPLICATION, DATA_SYNC } from "./moving-data";
import { expectNothingToDo } from "./nothing-to-do";
import { type Outputs, withDocuments, withoutNeedlessQuotes } from "./outputs";
import { describePlan } from "./planned";
import { RESTRICTED } from "./restricted";

/** The emulator answers with constants here, whatever it was told. */
function unreturned(bucket: string, rule = 0, isOfMarkers = false): readonly string[] {
  const address = `aws_s3_bucket_replication_configuration.${bucket}.rule[${rule}]`;
  return [
    ...(isOfMarkers ? [`${address}.delete_marker_replication[0].status`] : []),
    `${address}.source_selection_criteria[0]`,
  ];
}

/** Those in `stacks/`, which are modules as well. */
const OF_PROJECT: Readonly<Record<string, AppliedStack>> = {
  "batch-copy": BATCH_COPY,
  "batch-replication": { ...BATCH_REPLICATION, leftToDo: unreturned("source") },
  "central-logs": { topology: readTopology("central-logs") },
  "copy-with-role": { topology: readTopology("copy-with-role") },
  "copy-with-user": { topology: readTopology("copy-with-user") },
  datasync: DATA_SYNC,
  "eks-pods": { topology: readTopology("eks-pods") },
  "github-actions": { topology: readTopology("github-actions") },
  "identity-center": IDENTITY_CENTER,
  replication: { topology: readTopology("replication"), leftToDo: unreturned("source", 0, true) },
  "replication-fan-out": {
    topology: readTopology("replication-fan-out"),
    leftToDo: [
      "aws_s3_bucket_replication_configuration.source.rule[0].filter[0].prefix",
      ...unreturned("source", 0),
      ...unreturned("source", 1),
    ],
  },
  "replication-two-way": {
    topology: readTopology("replication-two-way"),
    leftToDo: [...unreturned("east", 0, true), ...unreturned("west", 0, true)],
  },
  "replication-with-alarms": {
    topology: readTopology("replication-with-alarms"),
    leftToDo: unreturned("source"),
  },
  "shared-with-account": { topology: readTopology("shared-with-account") },
  "shared-with-partner": { topology: readTopology("shared-with-partner") },
  "shared-with-principals": { topology: readTopology("shared-with-principals") },
};
const STACKS: Readonly<Record<string, AppliedStack>> = {
  ...OF_PROJECT,
  "assumed-roles": ASSUMED_ROLES,
  "managed-policies": MANAGED_POLICIES,
  restricted: RESTRICTED,
};
const MODULES = Object.keys(OF_PROJECT);

describe("terraform apply", () => {
  let stacks: EmulatedStacks;
  let before: Estate;
  let plan: Plan;
  let firstPlan: unknown;
  let estate: Estate;
  let outputs: Outputs;
  let nextPlan: Plan;
  let read: { state: unknown; plan: unknown };

  beforeAll(async () => {
    const topologies = Object.entries(STACKS).map(([name, { topology }]) => [name, topology]);
    stacks = await EmulatedStacks.create(Object.fromEntries(topologies));
    before = await stacks.estate();
    const { terraform } = stacks;
    await terraform.init();
    plan = await terraform.plan();
    firstPlan = await terraform.showPlan();
    await terraform.apply();
    estate = await stacks.estate();
    outputs = await terraform.outputs();
    nextPlan = await terraform.plan();
    read = { state: await terraform.pullState(), plan: await terraform.showPlan() };
  });

  afterAll(() => stacks.remove());

  describe.each(Object.entries(STACKS))("of %s", (name, stack) => {
    describePlan(() => ({ json: stacks.json(name), plan: planOfModule(plan, name) }));

    it("outputs what was synthesized", () => {
      expect(withDocuments(outputs[name])).toEqual(rendered(stacks.json(name), estate).outputs());
    });

    it("leaves nothing to do", () => expectNothingToDo(planOfModule(nextPlan, name), stack.leftToDo));

    it("is described alike from its JSON, its state and its plans", () =>
      expectDescribedAlike(stacks.json(name), {
        ...read,
        firstPlan,
        providers: stacks.providers,
        module: name,
      }));

    stack.describe?.(() => ({ stacks, estate }));
  });

  it("puts into every account what was synthesized, and nothing else", () => {
    const expected = stacks.expectedEstate(estate, before);
    expect(differences(expected, estate)).toEqual([]);
    expect(estate).toEqual(expected);
  });

  it("leaves the accounts as they were once everything is destroyed", async () => {
    await stacks.destroy();
    expect(await stacks.estate()).toEqual(before);
  });

  // What the first call plans and puts out is the same as the stack does, so that a destruction is not tried again.
  describe("of each module, called as its README says, and once more beside that if it can be", () => {
    let terraform: Terraform;
    let planOfModules: Plan;
    let estateOfModules: Estate;
    let nextPlanOfModules: Plan;
    let outputsOfModules: Outputs;

    beforeAll(async () => {
      await stacks.reset();
      terraform = stacks.moduleRoot(MODULES);
      await terraform.init();
      planOfModules = await terraform.plan();
      await terraform.apply();
      estateOfModules = await stacks.estate();
      outputsOfModules = await terraform.outputs();
      nextPlanOfModules = await terraform.plan();
    });

    describe.each(Object.entries(OF_PROJECT))("%s", (name, { leftToDo = [] }) => {
      const first = `module.${name.replaceAll("-", "_")}.`;

      it("plans what the stack does", () => {
        const ofStack = plannedResources(planOfModule(plan, name));
        expect(plannedResources(planOfModule(planOfModules, name), first)).toEqual(ofStack);
      });

      it("leaves nothing to do", () =>
        expectNothingToDo(
          planOfModule(nextPlanOfModules, name),
          [first, "module.second."].flatMap((call) => leftToDo.map((attribute) => `${call}${attribute}`)),
        ));

      it("outputs what the stack does", () => {
        const ofModule = withoutNeedlessQuotes(withDocuments(outputsOfModules[name]));
        expect(comparableContents(ofModule, estateOfModules)).toEqual(
          comparableContents(withDocuments(outputs[name]), estate),
        );
      });
    });

    it("puts into every account what the stacks of all calls do", () => {
      const expected = comparableContents(
        stacks.expectedEstateOfModules(MODULES, estateOfModules, before),
        estateOfModules,
      );
      const found = comparableContents(estateOfModules, estateOfModules);
      expect(differences(expected, found)).toEqual([]);
      expect(found).toEqual(expected);
    });
  });
});

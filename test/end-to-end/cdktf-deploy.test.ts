import { CdktfCli } from "../support/cdktf-cli";
import type { Estate } from "../support/emulated-estate";
import { EmulatedStack } from "../support/emulated-stack";
import { readTopology } from "../support/topologies";
import { expectDescribedAlike } from "./described-alike";
import { expectNothingToDo } from "./nothing-to-do";
import type { Outputs } from "./outputs";

describe("cdktf deploy of copy-with-role", () => {
  let stack: EmulatedStack;
  let cdktf: CdktfCli;
  let before: Estate;
  let estate: Estate;
  let outputs: Outputs;

  beforeAll(async () => {
    stack = await EmulatedStack.create("copy-with-role", readTopology("copy-with-role"), "endpoints");
    before = await stack.estate();
    cdktf = new CdktfCli(stack);
    const deployed = await cdktf.deploy(stack.name);
    outputs = deployed.outputs[stack.name]?.outputs ?? {};
    estate = await stack.estate();
    // What follows starts the provider a dozen times more.
    stack.findByEnvironment();
  });

  afterAll(() => stack.remove());

  it("puts into both accounts what was synthesized, and nothing else", () => {
    expect(estate).toEqual(stack.expectedEstate(estate, before));
  });

  it("outputs what the deployer needs to know", () => {
    expect(outputs).toMatchObject({
      source_bucket_name: "acme-source",
      source_bucket_arn: "arn:aws:s3:::acme-source",
      source_key_arn: estate["111111111111"]?.keys["alias/acme-source"]?.arn,
      destination_bucket_name: "acme-destination",
      destination_bucket_arn: "arn:aws:s3:::acme-destination",
      destination_key_arn: estate["222222222222"]?.keys["alias/acme-destination"]?.arn,
      porter_role_arn: "arn:aws:iam::222222222222:role/S3Porter",
    });
  });

  it("outputs the command that does the job", () => {
    expect(String(outputs.runbook).split("\n")).toContain(
      "aws s3 cp s3://acme-source/ s3://acme-destination/ --recursive --source-region us-east-1 --region us-east-1 --profile porter",
    );
  });

  it("leaves nothing to do, and is described alike from its JSON, its state and a plan", async () => {
    const { terraform, json } = stack;
    expectNothingToDo(await terraform.plan());
    const read = { state: await terraform.pullState(), plan: await terraform.showPlan() };
    expectDescribedAlike(json, { ...read, providers: json.provider.aws });
  });

  it("leaves both accounts as they were once it is destroyed", async () => {
    stack.allowDestroy();
    await cdktf.destroy(stack.name);
    expect(await stack.estate()).toEqual(before);
  });
});

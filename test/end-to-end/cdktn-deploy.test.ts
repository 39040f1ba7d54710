import { CdktfCli } from "../support/cdktf-cli";
import { cdktn } from "../support/cdktn-cli";
import { EmulatedStack } from "../support/emulated-stack";
import { CDKTN_DIFFERENCES } from "../support/golden";
import { expectNothingToDo } from "./nothing-to-do";

test("cdktn deploy puts into both accounts what CDK Terrain synthesized, and cdktn destroy takes it away", async () => {
  const stack = await EmulatedStack.create("copy-with-role");
  try {
    const before = await stack.estate();
    const cli = new CdktfCli(stack, cdktn());
    const { outputs } = await cli.deploy(stack.name);
    for (const [path, value] of CDKTN_DIFFERENCES) expect(stack.json).toHaveProperty(path, value);
    const estate = await stack.estate();
    expect(estate).toEqual(stack.expectedEstate(estate, before));
    expect(outputs[stack.name]?.outputs).toMatchObject({
      porter_role_arn: "arn:aws:iam::222222222222:role/S3Porter",
    });
    expectNothingToDo(await stack.terraform.plan());
    stack.allowDestroy();
    await cli.destroy(stack.name);
    expect(await stack.estate()).toEqual(before);
  } finally {
    await stack.remove();
  }
});

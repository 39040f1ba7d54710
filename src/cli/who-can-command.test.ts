import { join } from "node:path";
import { REPOSITORY } from "../../test/support/repository";
import { whoCanCommand } from "./who-can-command";

const FLAGS = { folder: join(REPOSITORY, "stacks"), colour: false };

test.each(["copy-with-role", join(REPOSITORY, "stacks/copy-with-role.yaml")])(
  "of a stack: %s",
  async (stack) => {
    const { text, exitCode } = await whoCanCommand("s3:GetObject", "s3://acme-source/a.txt", stack, FLAGS);
    expect(text).toMatch(/^1 of 2 has permission for s3:GetObject/);
    expect([text.includes("S3Porter"), exitCode]).toEqual([true, 0]);
  },
);

test("of a stack, by its names in the topology", async () => {
  const { text } = await whoCanCommand("put", "destination", "copy-with-role", FLAGS);
  expect(text).toContain("S3Porter");
});

test("policies around a topology are refused", async () => {
  const asked = whoCanCommand("s3:GetObject", "acme-source", "copy-with-role", {
    ...FLAGS,
    scp: ["scp.json"],
  });
  await expect(asked).rejects.toThrow(/leave out --scp, or explain the Terraform of the stack/);
});

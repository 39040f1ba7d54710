import { temporaryFolder } from "../../test/support/temporary-folder";
import { readModules } from "./modules";
import { evaluatedProviders, isSettings, likelyPlace, settingsOf } from "./provider-settings";
import { type ProviderBlock, providerBlocks } from "./providers";
import type { Instance } from "./state";

function blockOf(text: string): ProviderBlock {
  const { path, remove } = temporaryFolder({ "main.tf": `provider "aws" {\n${text}\n}\n` });
  const [root] = readModules(path);
  remove();
  const [block] = root === undefined ? [] : providerBlocks(root);
  if (block === undefined) throw new Error("no provider block");
  return block;
}

const SETTINGS: Instance = {
  address: "terraform_data.s3porter_settings",
  mode: "managed",
  type: "terraform_data",
  name: "s3porter_settings",
  provider_name: "terraform.io/builtin/terraform",
  values: {
    input: {
      aws: {
        region: "eu-west-1",
        allowed_account_ids: ["111111111111"],
        role_arn: null,
        default_tags: { team: "etl" },
      },
      "aws.b": { region: null, role_arn: "arn:aws:iam::222222222222:role/x" },
    },
  },
};

test("settings are expressions that may fail", () => {
  const block = blockOf(
    'region = var.region\nassume_role {\n  role_arn = "arn:${var.x}"\n}\ndefault_tags {\n  tags = var.tags\n}',
  );
  expect(settingsOf(block)).toEqual({
    region: "${try(var.region, null)}",
    role_arn: '${try("arn:${var.x}", null)}',
    default_tags: "${try(var.tags, null)}",
  });
});

test("providers have the settings that Terraform evaluated", () => {
  expect(isSettings(SETTINGS)).toBe(true);
  expect(evaluatedProviders([SETTINGS], ["aws", "aws.b", "aws.c"])).toEqual({
    providers: [
      { key: "aws", region: "eu-west-1", allowedAccountIds: ["111111111111"] },
      {
        key: "aws.b",
        region: "us-east-1",
        regionIsMadeUp: true,
        assumedRoleArn: "arn:aws:iam::222222222222:role/x",
      },
      { key: "aws.c", region: "us-east-1", regionIsMadeUp: true },
    ],
    assumptions: [
      "the region of the provider aws.b is not known, so us-east-1 stands for it; give it with --region aws.b=<region>",
      "the region of the provider aws.c is not known, so us-east-1 stands for it; give it with --region aws.c=<region>",
    ],
    defaultTags: new Map([
      ["aws", { team: "etl" }],
      ["aws.b", {}],
      ["aws.c", {}],
    ]),
  });
});

test.each([
  ['region = "eu-west-1"\nallowed_account_ids = ["111111111111"]', undefined, "111111111111", "eu-west-1"],
  ['allowed_account_ids = ["111111111111"]', "222222222222", "222222222222", "us-east-1"],
  ["region = var.region\nallowed_account_ids = [var.id]", undefined, "000000000000", "us-east-1"],
])("before that, %j is likely in the account that its literals name", (text, given, account, region) => {
  expect(likelyPlace(blockOf(text), given)).toEqual({ account, region });
});

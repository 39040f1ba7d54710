import { temporaryFolder } from "../../test/support/temporary-folder";
import { Configuration } from "./configuration";
import { readModules } from "./modules";
import { checkRemoteStates } from "./remote-states";

const { path, remove } = temporaryFolder({
  "main.tf": `data "terraform_remote_state" "net" {
  backend = "s3"
  config  = { bucket = "states", key = "net", region = "us-east-1" }
}
data "terraform_remote_state" "beside" {
  backend = "local"
  config  = { path = "beside.json" }
}
module "data" {
  source = "./data"
}
locals {
  bucket = data.terraform_remote_state.net.outputs.bucket_arn
  roles  = data.terraform_remote_state.net.outputs.roles["etl"]
  beside = data.terraform_remote_state.beside.outputs.x
}
`,
  "data/main.tf": `data "terraform_remote_state" "keys" {
  count   = 1
  backend = "gcs"
}
output "key" { value = data.terraform_remote_state.keys[0].outputs.key }
`,
});
afterAll(remove);

const configuration = new Configuration("infra", readModules(path));

test("other states are not asked for: their outputs must be given", () => {
  expect(() => {
    checkRemoteStates(configuration, {});
  }).toThrow(
    `infra reads outputs of other states, which are not asked for here; say what they are:
  --set 'data.terraform_remote_state.net.outputs={"bucket_arn":"…","roles":"…"}'
  --set 'module.data.data.terraform_remote_state.keys.outputs={"key":"…"}'`,
  );
  const set = {
    "data.terraform_remote_state.net.outputs": { bucket_arn: "arn:aws:s3:::acme" },
    "module.data.data.terraform_remote_state.keys.outputs.key": "arn",
  };
  expect(() => {
    checkRemoteStates(configuration, { set });
  }).not.toThrow();
});

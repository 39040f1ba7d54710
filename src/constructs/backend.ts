import { relative, resolve } from "node:path";
import { App, CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from "cdktf";
import type { Topology } from "../topology/topology";
import { terraformText } from "./terraform-text";

/** Where the stack's state is kept. Without an answer CDKTF would write the absolute path of this machine. */
export function addBackend(stack: TerraformStack, { local, s3, cloud }: Backend = {}): void {
  if (s3) addS3Backend(stack, s3);
  else if (cloud) addCloudBackend(stack, cloud);
  else new LocalBackend(stack, { path: terraformText(local?.path ?? defaultPath(stack)) });
}

type Backend = NonNullable<Topology["backend"]>;

function addS3Backend(stack: TerraformStack, props: NonNullable<Backend["s3"]>): void {
  const { bucket, region, key, profile, kms_key_id } = props;
  new S3Backend(stack, {
    bucket,
    region,
    key: terraformText(key ?? `s3porter/${stack.node.id}.tfstate`),
    profile: profile && terraformText(profile),
    kmsKeyId: kms_key_id && terraformText(kms_key_id),
    encrypt: true,
  });
  // The bindings do not know the lock file, which Terraform has since 1.10.
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
  stack.addOverride("terraform.required_version", ">= 1.10");
}

function addCloudBackend(stack: TerraformStack, props: NonNullable<Backend["cloud"]>): void {
  const { organization, workspace, hostname } = props;
  new CloudBackend(stack, {
    organization: terraformText(organization),
    hostname: hostname && terraformText(hostname),
    workspaces: new NamedCloudWorkspace(terraformText(workspace)),
  });
}

/** Beside `cdktf.json`, as CDKTF has it, but seen from the folder that Terraform runs in. */
function defaultPath(stack: TerraformStack): string {
  const workingDirectory = resolve(App.of(stack).outdir, "stacks", stack.node.id);
  return relative(workingDirectory, resolve(`terraform.${stack.node.id}.tfstate`));
}

import { relative, resolve } from "node:path";
import { App, CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from "cdktf";
import type { Backend, CloudBackend as Cloud, S3Backend as S3 } from "../topology/model";
import { requireTerraform } from "./versions";
import { optionalText, terraformText } from "./terraform-text";

/** Adds the backend of the stack. Without one, CDKTF would write an absolute path of this machine into the Terraform. */
export function addBackend(stack: TerraformStack, backend?: Backend): void {
  if (backend?.kind === "s3") addS3Backend(stack, backend);
  else if (backend?.kind === "cloud") addCloudBackend(stack, backend);
  else new LocalBackend(stack, { path: terraformText(backend?.path ?? defaultPath(stack)) });
}

function addS3Backend(stack: TerraformStack, { bucket, region, key, profile, kmsKeyId }: S3): void {
  new S3Backend(stack, {
    bucket,
    region,
    key: terraformText(key ?? `s3porter/${stack.node.id}.tfstate`),
    profile: optionalText(profile),
    kmsKeyId: optionalText(kmsKeyId),
    encrypt: true,
  });
  // Terraform 1.10 added lock files. CDKTF has no property for them.
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
  requireTerraform(stack, 10);
}

function addCloudBackend(stack: TerraformStack, { organization, workspace, hostname }: Cloud): void {
  new CloudBackend(stack, {
    organization: terraformText(organization),
    hostname: optionalText(hostname),
    workspaces: new NamedCloudWorkspace(terraformText(workspace)),
  });
}

/** CDKTF's default, a file next to `cdktf.json`, as a path relative to the folder that Terraform runs in. */
function defaultPath(stack: TerraformStack): string {
  const workingDirectory = resolve(App.of(stack).outdir, "stacks", stack.node.id);
  return relative(workingDirectory, resolve(`terraform.${stack.node.id}.tfstate`));
}

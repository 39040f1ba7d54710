import type { Backend, CloudBackend, LocalBackend, S3Backend } from "../model";
import { nothingLeft } from "../nothing-left";
import type { Topology } from "../topology";

type Entry = NonNullable<Topology["backend"]>;

export function resolveBackend({ local, s3, cloud, ...rest }: Entry): Backend {
  nothingLeft(rest);
  if (s3) return s3Backend(s3);
  return cloud ? cloudBackend(cloud) : localBackend(local ?? {});
}

function localBackend({ path, ...rest }: NonNullable<Entry["local"]>): LocalBackend {
  nothingLeft(rest);
  return { kind: "local", path };
}

function s3Backend(entry: NonNullable<Entry["s3"]>): S3Backend {
  const { bucket, region, key, profile, kms_key_id, ...rest } = entry;
  nothingLeft(rest);
  return { kind: "s3", bucket, region, key, profile, kmsKeyId: kms_key_id };
}

function cloudBackend(entry: NonNullable<Entry["cloud"]>): CloudBackend {
  const { organization, workspace, hostname, ...rest } = entry;
  nothingLeft(rest);
  return { kind: "cloud", organization, workspace, hostname };
}

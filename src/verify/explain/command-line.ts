/** Parses the text of `--do` as a command line of the AWS CLI. */

/** A command and the URIs that it names. */
export interface CommandLine {
  /** In lower case, such as `aws`, `s3`, `cp` and `recursive`. Ends with `uploading` or `downloading` if one path is local. */
  readonly words: readonly string[];
  readonly uris: readonly S3Uri[];
}

/** `s3://bucket/key`, whose key is empty for the whole bucket. */
export interface S3Uri {
  readonly text: string;
  readonly bucketName: string;
  readonly key: string;
}

/** @see https://docs.aws.amazon.com/cli/latest/reference/s3/#path-argument-type */
export function readCommandLine(text: string): CommandLine {
  const tokens = [...text.matchAll(TOKEN)].map(([token, double, single]) => double ?? single ?? token);
  const call = apiCommand(tokens);
  if (call) return call;
  const uris = tokens.flatMap(s3Uri);
  const isTransfer = /^aws\s+s3\s+(cp|mv|sync)\s/i.test(text) && uris.length === 1;
  const paths = isTransfer ? tokens.slice(3).filter((token) => !token.startsWith("--")) : [];
  const [source = "", destination] = paths;
  // With more than two, some are values of options, which look like paths.
  const isLocal = paths.length === 2 && destination !== undefined;
  const direction = s3Uri(source).length > 0 ? "downloading" : "uploading";
  const others = tokens.filter((token) => s3Uri(token).length === 0 && !(isLocal && paths.includes(token)));
  const words = others.join(" ").toLowerCase().match(/\w+/g) ?? [];
  return { words: isLocal ? [...words, direction] : words, uris };
}

/** `aws s3api get-object --bucket …`, and the name of such a command alone. It is that of the operation, with hyphens. */
function apiCommand(tokens: readonly string[]): CommandLine | undefined {
  const [, operation] =
    /^(?:(?:aws )?(?:s3api|kms|sts) )?([a-z]+(?:-[a-z0-9]+)*)(?: |$)/i.exec(tokens.join(" ")) ?? [];
  const isAlone = tokens.length === 1 && tokens[0]?.includes("-");
  if (operation === undefined || (!isAlone && !/^(aws|s3api|kms|sts)$/i.test(tokens[0] ?? "")))
    return undefined;
  if (/^aws$/i.test(operation)) return undefined;
  const valueOf = (option: string) => {
    const at = tokens.indexOf(option);
    return at < 0 ? undefined : tokens[at + 1];
  };
  const bucket = valueOf("--bucket");
  const object = bucket === undefined ? undefined : `${bucket}/${valueOf("--key") ?? ""}`;
  const source = valueOf("--copy-source")?.replace(/^\//, "");
  const version = valueOf("--version-id") === undefined ? [] : ["with", "versionid"];
  return {
    words: [operation.replaceAll("-", "").toLowerCase(), ...version],
    uris: [source, object].flatMap((path) => (path === undefined ? [] : s3Uri(`s3://${path}`))),
  };
}

const TOKEN = /"([^"]*)"|'([^']*)'|\S+/g;

function s3Uri(text: string): S3Uri[] {
  const [, bucketName, key = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/is.exec(text) ?? [];
  return bucketName === undefined ? [] : [{ text, bucketName, key }];
}

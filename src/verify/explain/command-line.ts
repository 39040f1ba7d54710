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

const TOKEN = /"([^"]*)"|'([^']*)'|\S+/g;

function s3Uri(text: string): S3Uri[] {
  const [, bucketName, key = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/is.exec(text) ?? [];
  return bucketName === undefined ? [] : [{ text, bucketName, key }];
}

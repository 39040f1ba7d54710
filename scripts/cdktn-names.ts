/** What CDK Terrain calls otherwise than CDKTF in compiled files. `src/constructs/peers.ts` has the names with versions. */
export const CDKTN_NAMES = [
  ['"cdktf"', '"cdktn"'],
  ['"@cdktf/provider-aws/', '"@cdktn/provider-aws/'],
  ['"cdktf@0.21"', '"cdktn@0.24"'],
  ['"constructs@10"', '"constructs@10.7"'],
  ['"@cdktf/provider-aws@21"', '"@cdktn/provider-aws@25"'],
] as const;

/** A text with the names of CDK Terrain. */
export function withCdktnNames(text: string): string {
  return CDKTN_NAMES.reduce((changed, [before, after]) => changed.replaceAll(before, after), text);
}

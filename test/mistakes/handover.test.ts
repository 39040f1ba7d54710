/** Policies that are handed over and name keys by their aliases. */
import { type ChangeableTerraform, flawsOfChanged } from "../fixtures/changed-stack";

test("another account can have a key with the same alias", () => {
  const onEveryKey = ({ locals }: ChangeableTerraform) => {
    for (const statement of locals.dilip_identity_policy?.Statement ?? [])
      if (statement.Sid === "EncryptAndDecryptShared") statement.Resource = "*";
  };
  const found = flawsOfChanged("shared-with-partner", onEveryKey);
  expect(found.map(({ part, problem }) => `${part}: ${problem}`)).toEqual([
    expect.stringMatching(
      /^nothing else: Dilip can do kms:Decrypt, kms:GenerateDataKey on \S+:999999999999:key\/.* kms:ResourceAliases "alias\/acme-shared-partner"/,
    ),
  ]);
});

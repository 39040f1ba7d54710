import { FLAW } from "../../test/fixtures/proof";
import type { Flaw } from "../prove/flaw";
import { flawsText } from "./flaw-text";

const plain = { colour: false };

test("flaws are grouped by the part of the proof that they fail", () => {
  const superfluous: Flaw = {
    part: "minimal",
    problem: "s3:GetObjectAcl is superfluous",
    addresses: [],
    because: [],
    repair: "take it out",
  };
  expect(flawsText("copy", [FLAW, superfluous, FLAW], plain)).toBe(`copy is not proved: 3 flaws

Not complete: something the topology asks for is not allowed

${TEXT}

${TEXT}

Not minimal: something is not needed

  s3:GetObjectAcl is superfluous
    repair: take it out`);
});

const TEXT = `  Porter lacks permission for HEAD on acme: s3:GetObject on
    arn:aws:s3:::acme/a/b is not allowed
    - across accounts, both the caller's policies and the resource's policy must
      allow it
    - no statement of the bucket policy of acme in account 111111111111 matches
    where:  aws_s3_bucket_policy.acme, aws_iam_role_policy.porter
    repair: in aws_s3_bucket_policy.acme (account 111111111111), allow
            arn:aws:iam::222222222222:role/Porter s3:GetObject on
            arn:aws:s3:::acme/*
    see:    https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html`;

test.each<[Flaw["part"], string]>([
  ["complete", "Not complete: "],
  ["minimal", "Not minimal: "],
  ["nothing else", "Allows something else: "],
  ["well-formed", "Not well-formed: "],
])("the part %s has a heading", (part, heading) => {
  expect(flawsText("copy", [{ ...FLAW, part }], plain)).toContain(`1 flaw\n\n${heading}`);
});

test("nobody reads a hundred of them", () => {
  const text = flawsText("copy", Array(25).fill(FLAW), plain);
  expect(text).toContain("copy is not proved: 25 flaws");
  expect(text.split("Porter lacks permission for HEAD")).toHaveLength(21);
  expect(text).toContain("\n  and 5 more; s3porter prove --json lists all of them");
});

test("the line that a person wrote is named where it is known", () => {
  const placeOf = (address: string) =>
    address.endsWith(".acme") ? { file: "stacks/copy.yaml", line: 7 } : undefined;
  expect(flawsText("copy", [FLAW], { placeOf }).replace(/\s+/g, " ")).toContain(
    "where: aws_s3_bucket_policy.acme (stacks/copy.yaml:7), aws_iam_role_policy.porter",
  );
});

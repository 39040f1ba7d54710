import { TwoAccounts } from "../../test/fixtures/stack";
import { AccessUser } from "./access-user";
import { reference } from "../topology/text";
import { placeholdersIn, sessionTagsIn, withValues } from "./prefix-values";
import { terraformText } from "./terraform-text";

const stack = new TwoAccounts();
const ann = new AccessUser(stack, "ann", { account: stack.b, userName: "ann" });
const porter = stack.role("porter");

test.each([
  ["home/${aws:username}/", ann, "home/ann/"],
  ["home/${AWS:UserName}/", ann, "home/ann/"],
  ["${aws:PrincipalAccount}/${aws:PrincipalType}/", ann, "222222222222/User/"],
  ["of/${aws:PrincipalArn}/", porter, "of/arn:aws:iam::222222222222:role/porter/"],
  ["${aws:PrincipalType}/", porter, "AssumedRole/"],
  ["${aws:userid}/${aws:PrincipalTag/cost center}/", porter, "<aws:userid>/<aws:PrincipalTag/cost center>/"],
  ["it's $HOME/", ann, "it's $HOME/"],
] as const)("%s", (prefix, { model }, expected) => {
  expect(withValues(prefix, model)).toBe(expected);
});

test("a reference has no policy variables", () => {
  expect(terraformText(withValues(reference("var.prefix"), ann.model))).toBe("${var.prefix}");
});

test("each placeholder is explained, if a command has it", () => {
  const prefixes = ["${aws:userid}/", "${aws:UserId}/${aws:PrincipalTag/team}/", "${aws:SourceIdentity}/"];
  expect(
    placeholdersIn(["aws s3 ls 's3://a/<aws:userid>/<aws:PrincipalTag/team>/'"], prefixes, " --profile p"),
  ).toEqual([
    "# Replace <aws:userid> with the output of: aws sts get-caller-identity --query UserId --output text --profile p",
    "# Replace <aws:PrincipalTag/team> with the value of your tag team.",
  ]);
});

test("session tags that a prefix needs", () => {
  expect(sessionTagsIn(["a/${aws:PrincipalTag/Team}/${aws:userid}/", ""], ["team", "cost"])).toEqual([
    "team",
  ]);
});

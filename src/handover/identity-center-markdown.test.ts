import type { PolicyDocument } from "../policy/document";
import { policyCommands } from "./commands";
import { handoverFiles } from "./files";
import type { HandedOver, Handover } from "./handover";

const DOCUMENT: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-drop" }],
};

function receiver(kind: HandedOver["kind"], name: string, iamName: string): HandedOver {
  const said = { type: "inline", name: `s3porter-${name}@acme-drop`, file: `apps/${name}.json` } as const;
  const place = { accountId: "222222222222", policyArn: `arn:aws:iam::222222222222:policy/${said.name}` };
  return {
    name,
    kind,
    iamName,
    principalArn: "",
    access: [
      {
        permissions: ["list"],
        bucketName: "acme-drop",
        prefix: "",
        ownerId: "111111111111",
        region: "eu-west-1",
      },
    ],
    assumes: [],
    policies: [
      {
        ...said,
        document: DOCUMENT,
        reasons: new Map([["List", { because: "Lists.", source: "https://docs.aws.amazon.com/x" }]]),
        commands: policyCommands({ kind, iamName }, said, place),
      },
    ],
  };
}

const ANALYSTS = receiver("permission set", "analysts", "Analyst");

function files(principals: readonly HandedOver[]): Map<string, string> {
  const handover: Handover = { stack: "shared", account: "apps", accountId: "222222222222", principals };
  return handoverFiles([handover]);
}

test("the administrators of IAM Identity Center get a page of their own", () => {
  const found = files([ANALYSTS, receiver("user", "vendor", "vendor-app")]);
  expect([...found.keys()]).toEqual([
    "apps.md",
    "apps-identity-center.md",
    "apps/analysts.json",
    "apps/vendor.json",
  ]);
  expect(found.get("apps.md")).not.toContain("Analyst");
  expect([...files([ANALYSTS]).keys()]).toEqual(["apps-identity-center.md", "apps/analysts.json"]);
});

test("it warns that a permission set has one inline policy, and says what to put into it", () => {
  const page = files([ANALYSTS]).get("apps-identity-center.md") ?? "";
  const set = "--instance-arn INSTANCE_ARN --permission-set-arn PERMISSION_SET_ARN";
  expect(page).toContain("To the administrators of IAM Identity Center.");
  expect(page).toContain(
    "## Permission set Analyst\n\n- `list` in `s3://acme-drop/`, in account 111111111111 and eu-west-1",
  );
  expect(page).toContain(`aws sso-admin get-inline-policy-for-permission-set ${set}`);
  expect(page).toContain(
    "If there is one, **add** the statements of [apps/analysts.json](apps/analysts.json) to it, because the next command replaces the whole policy.",
  );
  expect(page).toContain(
    `aws sso-admin put-inline-policy-to-permission-set ${set} --inline-policy file://apps/analysts.json\naws sso-admin provision-permission-set ${set} --target-type AWS_ACCOUNT --target-id 222222222222`,
  );
  expect(page).toContain("--customer-managed-policy-reference Name=s3porter-analysts@acme-drop,Path=/");
  expect(page).toContain("| List | `s3:ListBucket` | Lists. [AWS](https://docs.aws.amazon.com/x) |");
  expect(page).not.toContain("aws iam");
  expect(page).not.toContain("assume-role");
});

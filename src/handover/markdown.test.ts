import type { PolicyDocument } from "../policy/document";
import { policyCommands } from "./commands";
import { handoverFiles } from "./files";
import type { HandedOver, HandedOverPolicy, Handover } from "./handover";
import { handoverMarkdown } from "./markdown";

const DOCUMENT: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Decrypt",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: "arn:aws:kms:eu-west-1:111111111111:key/*",
    },
  ],
};
const ALIAS = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/acme-drop" } };

function policy(over: Partial<HandedOverPolicy> = {}, kind: HandedOver["kind"] = "user"): HandedOverPolicy {
  const said = {
    type: "inline",
    name: "s3porter-vendor@acme-drop",
    file: "partner/vendor.json",
    ...over,
  } as const;
  return {
    document: DOCUMENT,
    reasons: new Map([
      ["Decrypt", { because: "S3 decrypts the data key.", source: "https://docs.aws.amazon.com/x" }],
    ]),
    commands: policyCommands({ kind, iamName: "vendor-app" }, said, {
      accountId: "222222222222",
      policyArn: `arn:aws:iam::222222222222:policy/${said.name}`,
    }),
    ...said,
  };
}

function handover(over: Partial<HandedOver> = {}): Handover {
  const vendor: HandedOver = {
    name: "vendor",
    kind: "user",
    iamName: "vendor-app",
    principalArn: "arn:aws:iam::222222222222:user/vendor-app",
    access: [
      {
        permissions: ["list", "get"],
        bucketName: "acme-drop",
        prefix: "in/",
        ownerId: "111111111111",
        region: "eu-west-1",
      },
    ],
    assumes: [],
    policies: [policy()],
    ...over,
  };
  return { stack: "shared", account: "partner", accountId: "222222222222", principals: [vendor] };
}

test("a page tells the administrators what to attach to whom, by which command, and why", () => {
  const page = handoverMarkdown(handover());
  expect(page).toContain("To the administrators of AWS account 222222222222 (partner).");
  expect(page).toContain(
    "## User vendor-app\n\n- `list` and `get` in `s3://acme-drop/in/`, in account 111111111111 and eu-west-1\n",
  );
  expect(page).toContain(
    "Attach [partner/vendor.json](partner/vendor.json) as the inline policy `s3porter-vendor@acme-drop`:\n\n```sh\naws iam put-user-policy --user-name vendor-app --policy-name s3porter-vendor@acme-drop --policy-document file://partner/vendor.json\n```",
  );
  expect(page).toContain(
    "| Decrypt | `kms:Decrypt` | S3 decrypts the data key. [AWS](https://docs.aws.amazon.com/x) |",
  );
  expect(page).toContain(
    "To take the access away:\n\n```sh\naws iam delete-user-policy --user-name vendor-app --policy-name s3porter-vendor@acme-drop\n```",
  );
  expect(page).not.toContain("aliases");
  expect(page).not.toContain("create-policy");
});

test("a managed policy is created, attached and, later, updated", () => {
  const page = handoverMarkdown(handover({ policies: [policy({ type: "managed" })] }));
  const arn = "arn:aws:iam::222222222222:policy/s3porter-vendor@acme-drop";
  expect(page).toContain(
    `\`\`\`sh\naws iam create-policy --policy-name s3porter-vendor@acme-drop --policy-document file://partner/vendor.json\naws iam attach-user-policy --user-name vendor-app --policy-arn ${arn}\n\`\`\``,
  );
  expect(page).toContain(
    `aws iam create-policy-version --policy-arn ${arn} --policy-document file://partner/vendor.json --set-as-default`,
  );
  expect(page).toContain(
    `aws iam detach-user-policy --user-name vendor-app --policy-arn ${arn}\naws iam delete-policy --policy-arn ${arn}`,
  );
});

test("the administrators of an entire account choose who gets the policy", () => {
  const kind = "account" as const;
  const page = handoverMarkdown(
    handover({ kind, iamName: "222222222222", policies: [policy({ type: "managed" }, kind)] }),
  );
  expect(page).toContain("## Roles and users of your choice");
  expect(page).toContain("aws iam attach-role-policy --role-name ROLE --policy-arn");
});

test("those who they choose get the tags that are required", () => {
  const principalTags = { team: "analytics", "cost center": "a b" };
  const commands = policyCommands(
    { kind: "account", iamName: "222222222222", principalTags },
    { type: "managed", name: "s3porter-team", file: "partner/team.json" },
    { accountId: "222222222222", policyArn: "arn:aws:iam::222222222222:policy/s3porter-team" },
  );
  expect(commands.attach.slice(2)).toEqual([
    "aws iam tag-role --role-name ROLE --tags Key=team,Value=analytics",
    "aws iam tag-role --role-name ROLE --tags 'Key=cost center,Value=a b'",
  ]);
  const page = handoverMarkdown(
    handover({
      kind: "account",
      principalTags,
      policies: [policy({ type: "managed", commands }, "account")],
    }),
  );
  expect(page).toContain("## Roles and users of your choice, with the tags team=analytics, cost center=a b");
  expect(page).toContain(commands.attach[2]);
});

test("a page for several teams says how their tags work", () => {
  const team = (value: string) => handover({ kind: "account", principalTags: { team: value } });
  const page = (...teams: readonly string[]) =>
    handoverMarkdown({ ...team(""), principals: teams.flatMap((each) => team(each).principals) });
  expect(page("red", "blue")).toContain(
    "Each policy below works only for roles and users with all the tags of its section",
  );
  expect(page("red")).not.toContain("Each policy below");
});

test("a page says which roles can be assumed, and with what", () => {
  const roleArn = "arn:aws:iam::111111111111:role/Reader";
  const page = handoverMarkdown(
    handover({ access: [], assumes: [{ roleArn, externalId: "acme-42" }, { roleArn }] }),
  );
  expect(page).toContain(
    `- assume \`${roleArn}\`, with the external ID \`acme-42\`\n- assume \`${roleArn}\`\n`,
  );
  expect(page).toContain("S3 buckets of other accounts");
});

test("a page says why keys are named by alias", () => {
  const [statement] = DOCUMENT.Statement as [PolicyDocument["Statement"][number]];
  const document = { ...DOCUMENT, Statement: [{ ...statement, Condition: ALIAS }] };
  expect(handoverMarkdown(handover({ policies: [policy({ document })] }))).toContain(
    "The policies identify KMS keys by their aliases",
  );
});

test("prefixes with backticks and line breaks stay code", () => {
  const [access] = handover().principals[0]?.access ?? [];
  const prefixes = ["a`b/", "a\nb/"];
  const page = handoverMarkdown(
    handover({ access: prefixes.flatMap((prefix) => (access ? { ...access, prefix } : [])) }),
  );
  expect(page).toContain("`` s3://acme-drop/a`b/ ``");
  expect(page).toContain('`"s3://acme-drop/a\\nb/"`');
});

test("the documents are files beside the page", () => {
  const files = handoverFiles([handover()]);
  expect([...files.keys()]).toEqual(["partner.md", "partner/vendor.json"]);
  expect(JSON.parse(files.get("partner/vendor.json") ?? "")).toEqual(DOCUMENT);
});

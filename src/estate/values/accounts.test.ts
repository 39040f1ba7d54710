import { ValueAccounts } from "./accounts";
import type { Json } from "./json";
import type { ProviderValues, ResourceValues, TerraformValues } from "./terraform-values";

function resource(address: string, providerKey: string | undefined, values: Json = {}): ResourceValues {
  const mode = address.startsWith("data.") ? "data" : "managed";
  const [type = "", name = ""] = address.replace("data.", "").split(".");
  return {
    address,
    mode,
    type,
    name,
    ...(providerKey !== undefined && { providerKey }),
    values,
    dependencies: [],
  };
}

function valuesOf(
  resources: readonly ResourceValues[],
  providers: readonly ProviderValues[] = [],
): TerraformValues {
  return { from: "state", providers, resources };
}

const bucket = resource("aws_s3_bucket.a", "aws");
const identity = resource("data.aws_caller_identity.me", "aws", { account_id: "444444444444" });
const role = resource("aws_iam_role.a", "aws", { name: "A", arn: "arn:aws:iam::555555555555:role/A" });

function accountOf(
  resources: readonly ResourceValues[],
  provider: Partial<ProviderValues> = {},
  accounts?: Record<string, string>,
): string | undefined {
  const values = valuesOf(resources, [{ key: "aws", ...provider }]);
  return new ValueAccounts(values, { ...(accounts && { accounts }) }).of(bucket)?.id;
}

describe("the account, in this order", () => {
  const provider = {
    allowedAccountIds: ["222222222222"],
    assumedRoleArn: "arn:aws:iam::333333333333:role/deployer",
  };
  const all = [bucket, identity, role];

  test("what the user says", () => {
    expect(accountOf([bucket, identity], provider, { aws: "111111111111" })).toBe("111111111111");
  });
  test("allowed_account_ids", () => {
    expect(accountOf(all, provider)).toBe("222222222222");
  });
  test("the account of assume_role, also if several are allowed", () => {
    const allowedAccountIds = ["222222222222", "666666666666"];
    expect(accountOf(all, { ...provider, allowedAccountIds })).toBe("333333333333");
  });
  test("aws_caller_identity with the same provider", () => {
    expect(accountOf(all)).toBe("444444444444");
    expect(accountOf([bucket, resource("data.aws_caller_identity.me", "aws"), role])).toBe("555555555555");
  });
  test("the ARNs of resources with the same provider, but not those of data sources", () => {
    const data = resource("data.aws_iam_role.x", "aws", { arn: "arn:aws:iam::777777777777:role/X" });
    expect(accountOf([bucket, data, role])).toBe("555555555555");
  });
});

test("the account of the only provider is made up, and that is an assumption", () => {
  const accounts = new ValueAccounts(valuesOf([bucket], [{ key: "aws", region: "eu-west-1" }]));
  expect(accounts.all).toEqual([
    { address: "provider.aws", alias: "", id: "000000000000", region: "eu-west-1", partition: "aws" },
  ]);
  expect(accounts.assumptions).toEqual([
    {
      address: "provider.aws",
      assumption: "its account is not known, so 000000000000 stands for it",
      remedy: "give it with --account aws=<id>",
    },
  ]);
});

test("the region of a provider is what the user says, and made up if nothing says it", () => {
  const of = (provider: Partial<ProviderValues>, regions?: Record<string, string>) =>
    new ValueAccounts(valuesOf([bucket, identity], [{ key: "aws", ...provider }]), {
      ...(regions && { regions }),
    });
  expect(of({ region: "eu-west-1" }, { aws: "eu-west-2" }).all[0]).toMatchObject({ region: "eu-west-2" });
  const { all, assumptions } = of({});
  expect(all[0]).toMatchObject({ region: "us-east-1", regionIsMadeUp: true });
  expect(assumptions.map(({ remedy }) => remedy)).toEqual(["give it with --region aws=<region>"]);
  expect(of({ region: "us-east-1", regionIsMadeUp: true }, { aws: "us-east-1" }).all[0]).not.toHaveProperty(
    "regionIsMadeUp",
  );
  expect(() => of({}, { aws: "europe" })).toThrow(/--region aws=europe must be the name of an AWS region/);
  expect(() => of({}, { "aws.b": "eu-west-1" })).toThrow(/--region aws.b=eu-west-1 names no provider/);
});

test("the user has to name the accounts of several providers", () => {
  const there = resource("aws_s3_bucket.b", "aws.dest");
  const values = valuesOf([bucket, there, resource("aws_iam_role.a", "aws.known", role.values)]);
  expect(() => new ValueAccounts(values)).toThrow(
    "the account of provider.aws and provider.aws.dest is not known, because Terraform does not say it; add --account aws=<id> --account aws.dest=<id>",
  );
  const accounts = { aws: "111111111111", "aws.dest": "222222222222" };
  expect(new ValueAccounts(values, { accounts }).of(there)?.id).toBe("222222222222");
});

test("a policy document is computed without an account", () => {
  const document = resource("data.aws_iam_policy_document.x", "aws", {});
  const values = valuesOf([document, resource("aws_iam_role.a", "aws.known", role.values)]);
  expect(new ValueAccounts(values).all.map(({ id }) => id)).toEqual(["555555555555"]);
});

test("a provider of other services is not asked for", () => {
  const topic = resource("aws_sns_topic.a", "aws.other");
  expect(new ValueAccounts(valuesOf([role, topic])).all.map(({ id }) => id)).toEqual(["555555555555"]);
});

test.each([
  [{ aws: "1" }, "--account aws=1 must have an account id of twelve digits"],
  [
    { "aws.des": "111111111111" },
    '--account aws.des=111111111111 names no provider of this Terraform; did you mean "aws.dest"?',
  ],
  [{ x: "111111111111" }, "names no provider of this Terraform; its providers are aws and aws.dest"],
])("--account %j", (accounts, message) => {
  const values = valuesOf([role], [{ key: "aws" }, { key: "aws.dest" }]);
  expect(() => new ValueAccounts(values, { accounts: accounts as Record<string, string> })).toThrow(message);
});

test("two aliases can be one account", () => {
  const accounts = { aws: "111111111111", "aws.west": "111111111111" };
  const values = valuesOf([bucket, resource("aws_s3_bucket.b", "aws.west", { region: "us-west-2" })]);
  expect(new ValueAccounts(values, { accounts }).all.map(({ id, region }) => `${id} ${region}`)).toEqual([
    "111111111111 us-east-1",
    "111111111111 us-west-2",
  ]);
});

test("the region is that of the provider, else that of its resources, else assumed", () => {
  const regionOf = (resources: readonly ResourceValues[], region?: string) => {
    const providers = [
      { key: "aws", allowedAccountIds: ["111111111111"], ...(region !== undefined && { region }) },
    ];
    const accounts = new ValueAccounts(valuesOf(resources, providers));
    return [accounts.of(bucket)?.region, accounts.assumptions.length];
  };
  const key = resource("aws_kms_key.a", "aws", { arn: "arn:aws-cn:kms:cn-north-1:111111111111:key/a" });
  expect(regionOf([bucket, key], "us-west-1")).toEqual(["us-west-1", 0]);
  expect(regionOf([bucket, key])).toEqual(["cn-north-1", 0]);
  expect(regionOf([bucket])).toEqual(["us-east-1", 1]);
});

describe("without the names of providers", () => {
  const unnamed = ({ providerKey: _, ...rest }: ResourceValues): ResourceValues => rest;
  const other = resource("aws_iam_role.b", undefined, { name: "B", arn: "arn:aws:iam::666666666666:role/B" });

  test("one account is that of everything", () => {
    expect(new ValueAccounts(valuesOf([unnamed(bucket), unnamed(role)])).of(unnamed(bucket))?.id).toBe(
      "555555555555",
    );
  });

  test("of several accounts, ARNs and the names of roles tell which", () => {
    const policy = resource("aws_iam_role_policy.b", undefined, { role: "B" });
    const accounts = new ValueAccounts(valuesOf([unnamed(role), other, policy]));
    expect([unnamed(role), other, policy].map((each) => accounts.of(each)?.id)).toEqual([
      "555555555555",
      "666666666666",
      "666666666666",
    ]);
  });

  test("which account a bucket is in cannot be told, so the raw state is needed", () => {
    expect(() => new ValueAccounts(valuesOf([unnamed(bucket), unnamed(role), other]))).toThrow(
      "the state has resources in the accounts 555555555555 and 666666666666, but does not say in which of them aws_s3_bucket.a is, because terraform show -json names no providers; give the output of terraform state pull instead",
    );
  });

  test("an account that the user says does not replace those in ARNs", () => {
    const accounts = new ValueAccounts(valuesOf([unnamed(role), other]), {
      accounts: { aws: "555555555555" },
    });
    expect([unnamed(role), other].map((each) => accounts.of(each)?.id)).toEqual([
      "555555555555",
      "666666666666",
    ]);
  });

  test("the region of a resource without one is not known among several", () => {
    const two = [
      resource("aws_s3_bucket.a", undefined, { region: "us-east-1" }),
      resource("aws_s3_bucket.b", undefined, { region: "eu-west-1" }),
      resource("aws_s3_bucket_policy.b", undefined),
    ];
    const accounts = new ValueAccounts(valuesOf(two), { accounts: { aws: "111111111111" } });
    expect(two.map((each) => accounts.region(each))).toEqual(["us-east-1", "eu-west-1", undefined]);
    expect(accounts.of(two[2] as ResourceValues)?.id).toBe("111111111111");
  });
});

test("an account that contradicts the ARNs, such as that of another provider, is refused", () => {
  expect(() => accountOf([bucket, role], {}, { aws: "111111111111" })).toThrow(
    "--account aws=111111111111 is not the account of aws_iam_role.a, which is 555555555555; correct it, or leave it out",
  );
});

test("the ARN of a policy of an organization has the account that manages it, which can be another", () => {
  const arn = "arn:aws:organizations::999999999999:policy/o-a/service_control_policy/p-a";
  expect(accountOf([bucket, role, resource("aws_organizations_policy.p", "aws", { arn })])).toBe(
    "555555555555",
  );
});

test("an account that a rehearsal made up stays an assumption, whatever ARNs contain it", () => {
  const role = { arn: "arn:aws:iam::000000000000:role/x", name: "x" };
  const { assumptions } = new ValueAccounts({
    from: "rehearsal",
    providers: [{ key: "aws", region: "us-east-1" }],
    resources: [
      {
        address: "aws_iam_role.x",
        mode: "managed",
        type: "aws_iam_role",
        name: "x",
        providerKey: "aws",
        values: role,
        dependencies: [],
      },
    ],
  });
  expect(assumptions).toHaveLength(1);
});

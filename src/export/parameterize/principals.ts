import * as defaults from "../../topology/defaults";
import type {
  Account,
  Model,
  NewRole,
  NewUser,
  Organization,
  OwnStatements,
  PermissionSet,
  Principal,
  Role,
  User,
} from "../../topology/model";
import type { Reference, Text } from "../../topology/text";
import type { NamedBucket } from "./bucket-names";
import { type ByName, byName, get } from "./by-name";
import { statementsWithArn } from "./own-policies";
import { tagsInHcl } from "./resource-settings";
import { declareExternalId, parameterizeTrust, trustedPrincipals } from "./trust";
import * as is from "./validations";
import { type Name, stem, type Variables } from "./variables";

/** What principals need. */
interface Before {
  readonly accounts: ByName<Account<Text>>;
  readonly bucketNames: ByName<NamedBucket>;
}

export function parameterizePrincipals(
  original: Model,
  before: Before,
  variables: Variables,
): ByName<Principal<Text>> {
  const all = new Principals(original, before, variables);
  const principals = byName(original.principals.map((principal) => all.parameterize(principal)));
  // A role can trust later principals, and itself.
  return byName(
    original.principals.map((principal) => {
      const parameterized = get(principals, principal);
      return isNewRole(principal) && isNewRole(parameterized)
        ? {
            ...parameterized,
            assumedBy: [...parameterized.assumedBy, ...trustedPrincipals(principal, principals)],
          }
        : parameterized;
    }),
  );
}

function isNewRole<T extends Text>(principal: Principal<T>): principal is NewRole<T> {
  return principal.kind === "role" && !principal.existing;
}

class Principals {
  constructor(
    private readonly original: Model,
    private readonly before: Before,
    private readonly variables: Variables,
  ) {}

  parameterize(principal: Principal): Principal<Text> {
    const { name } = principal;
    const account = get(this.before.accounts, principal.account);
    switch (principal.kind) {
      case "account": {
        const { principalTags } = principal;
        return defaults.entireAccount<Text>({ name, account, principalTags });
      }
      case "organization":
        return this.organization(principal, account);
      case "permission set":
        return this.permissionSet(principal, account);
      case "user":
        return this.user(principal, account);
      case "role":
        return this.role(principal, account);
    }
  }

  /** An organization is a variable if it has access. Others belong to the policies that are there already. */
  private organization(
    { name, organizationId: id, paths: original, principalTags }: Organization,
    account: Account<Text>,
  ): Organization<Text> {
    const isGranted = this.original.access.some(({ principal }) => principal.name === name);
    if (!isGranted)
      return defaults.organization<Text>({
        name,
        account,
        organizationId: id,
        paths: original,
        principalTags,
      });
    const organizationId = this.variables.declare(
      `${name}_organization_id`,
      id,
      `ID of the organization ${name}.`,
      is.organizationId,
    );
    const paths =
      original.length === 0
        ? []
        : [
            this.variables.declare(
              `${name}_organization_paths`,
              [...original],
              `Paths of the OUs of ${name} with access. Each ends with /, or with /* to include the OUs below.`,
              is.organizationPaths,
            ),
          ];
    const principalArn = defaults.organizationArn<Text>(account, organizationId, []);
    return defaults.organization<Text>({ name, account, organizationId, paths, principalArn, principalTags });
  }

  private permissionSet(
    { name, permissionSetName: original, region }: PermissionSet,
    account: Account<Text>,
  ): PermissionSet<Text> {
    const { name: permissionSetName, arn } = this.variables.declareName(
      `${stem(name, "permission_set")}_permission_set`,
      original,
      `Name of the permission set ${name} in IAM Identity Center.`,
      is.permissionSetName,
    );
    const principalArn = arn(defaults.permissionSetArn<Text>(account, region, permissionSetName));
    return defaults.permissionSet<Text>({ name, account, permissionSetName, region, principalArn });
  }

  private user(principal: Extract<Principal, User>, account: Account<Text>): Principal<Text> {
    const { name, path, grantedAs } = principal;
    const { name: userName, arn } = this.declareName(principal, principal.userName);
    const principalArn = arn(defaults.userArn<Text>(account, path, userName));
    const statements = this.ownStatements(principal.statements);
    const user = { name, account, path, grantedAs, statements, userName, principalArn };
    if (principal.existing) return defaults.existingUser<Text>(user);
    return defaults.newUser<Text>({
      ...user,
      permissionsBoundary: this.declareBoundary(principal),
      tags: tagsInHcl(principal.tags),
    });
  }

  private role(principal: Extract<Principal, Role>, account: Account<Text>): Principal<Text> {
    const { name, path, grantedAs } = principal;
    const { name: roleName, arn } = this.declareName(principal, principal.roleName);
    const principalArn = arn(defaults.roleArn<Text>(account, path, roleName));
    const statements = this.ownStatements(principal.statements);
    const role = { name, account, path, grantedAs, statements, roleName, principalArn };
    if (principal.existing) return defaults.existingRole<Text>(role);
    return defaults.newRole<Text>({
      ...role,
      assumedBy: parameterizeTrust(this.original, principal, this.before.accounts, this.variables),
      externalId: declareExternalId(principal, this.variables),
      mfa: principal.mfa,
      maxSessionDuration: principal.maxSessionDuration,
      permissionsBoundary: this.declareBoundary(principal),
      tags: tagsInHcl(principal.tags),
      sessionTags: principal.sessionTags,
      trustStatements: this.ownStatements(principal.trustStatements),
    });
  }

  private declareName({ name, kind, existing }: Extract<Principal, Role | User>, value: string): Name {
    const which = existing ? "existing " : "";
    const description = `Name of the ${which}${name} ${kind}.`;
    return this.variables.declareIamName(`${stem(name, kind)}_${kind}`, value, description, kind);
  }

  private declareBoundary({ name, permissionsBoundary }: NewRole | NewUser): Reference | undefined {
    const description = `ARN of the permissions boundary of ${name}.`;
    return permissionsBoundary === undefined
      ? undefined
      : this.variables.declare(
          `${name}_permissions_boundary`,
          permissionsBoundary,
          description,
          is.policyArn,
        );
  }

  /** The names of buckets in them follow from variables. */
  private ownStatements(statements: OwnStatements | undefined): OwnStatements<Text> | undefined {
    if (statements === undefined) return undefined;
    return this.original.buckets.reduce<OwnStatements<Text>>(
      (document, bucket) =>
        statementsWithArn(document, bucket.bucketArn, get(this.before.bucketNames, bucket).bucketArn),
      statements,
    );
  }
}

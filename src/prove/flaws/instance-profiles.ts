import type { Flaw } from "../flaw";
import type { Scene } from "../proof/scene";

/** EC2 instances get a role through an instance profile. No policy contains it. */
export function instanceProfiles({ intents: { trusts }, estate }: Scene): Flaw[] {
  const isInProfile = (name: string, account: string) =>
    estate.instanceProfiles.some((profile) => profile.roleName === name && profile.account.id === account);
  return trusts
    .filter(({ trusted }) => trusted.some((principal) => /^ec2\.amazonaws\.com(\.cn)?$/.test(principal)))
    .flatMap(({ roleArn }): Flaw[] => {
      const role = estate.principals.find(({ arn }) => arn === roleArn);
      if (!role || isInProfile(role.name, role.account.id)) return [];
      return [
        {
          part: "complete",
          problem: `EC2 instances cannot use the role ${role.name}: it has no instance profile`,
          addresses: role.address === undefined ? [] : [role.address],
          because: [],
          repair: `create an aws_iam_instance_profile for ${role.address ?? role.name} in account ${role.account.id}`,
          source:
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html",
        },
      ];
    });
}

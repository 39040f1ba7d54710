/** How much the policies of an estate have room for. */
import { isAccountRoot } from "../../aws/arn";
import type { Estate } from "../../estate/estate";
import {
  ACCOUNT_ROOT,
  ENTIRE_ACCOUNT,
  FEWER_DESTINATIONS,
  FEWER_PREFIXES,
  ORGANIZATION,
  SEVERAL_BUCKETS,
  SEVERAL_BUCKETS_AND_KEYS,
  SEVERAL_KEYS,
  severalPrincipals,
} from "../../messages/shorter-policies";
import { documentsOf } from "../iam/documents";
import { identityRoomOf } from "./identity-room";
import { replicates } from "./replicates";
import { type Headroom, type Room, roomsIn } from "./room";

/** The policy that is full first. Undefined if none grows with what is added. */
export function headroomOf(estate: Estate): Headroom | undefined {
  let least: Room | undefined;
  const take = (room: Room) => (least = least && least.more <= room.more ? least : room);
  // Whatever has more room than the least so far is not counted to its end.
  for (const document of documentsOf(estate)) roomsIn(document, least?.more).forEach(take);
  for (const principal of estate.principals) {
    const room = identityRoomOf(principal, least?.more);
    if (room) take(room);
  }
  if (least === undefined) return undefined;
  const { title, growth, like, more } = least;
  return { title, growth, like, more, wayOut: wayOut(least, estate) };
}

function wayOut(room: Room, estate: Estate): string {
  const { growth, like, kind, isOfEachItsOwn } = room;
  switch (growth) {
    case "destinations":
      return FEWER_DESTINATIONS;
    case "buckets":
      return severalPrincipals(kind === "user" ? "user" : "role");
    case "trusted principals":
      return isAccountRoot(like) ? LONGER_TRUST_POLICY : ACCOUNT_ROOT;
    case "trusted subjects":
      return "use wildcards in the subjects, or several roles";
    case "accounts":
      return ORGANIZATION;
    case "principals": {
      if (kind === "key") return isOfEachItsOwn ? SEVERAL_KEYS : SEVERAL_BUCKETS_AND_KEYS;
      if (isAccountRoot(like)) return SEVERAL_BUCKETS;
      if (!estate.principals.some((each) => each.arn === like && replicates(each))) return ENTIRE_ACCOUNT;
      return isOfEachItsOwn ? `${FEWER_PREFIXES}; or ${SEVERAL_BUCKETS}` : SEVERAL_BUCKETS;
    }
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length */
const LONGER_TRUST_POLICY = "request a quota of up to 8,192 characters from AWS";

/** Whether DataSync can use its locations, and write the reports of its tasks. */
import { accountOf, parseArn } from "../../aws/arn";
import type {
  Bucket,
  DataSyncLocation,
  DataSyncReport,
  DataSyncUse,
  Estate,
  Principal,
} from "../../estate/estate";
import type { Authorization, CalledObject, Encryption } from "../catalogue/authorization";
import {
  isListed,
  LEAST,
  listFolder,
  readSource,
  writeDestination,
  writeReport,
} from "../catalogue/data-sync";
import { distinct } from "../distinct";
import { isKnown } from "../lint/bucket-settings";
import { OBJECT } from "../proof/prefix";
import { type Caller, unknownRole } from "./callers";
import { assumingOf, DATA_SYNC_SERVICE, foreignRole } from "./data-sync-role";
import type { DescribedLocation, DescribedTransfer, Failure, MissingAuthorization } from "./description";
import { Inquiry, isGrantedInPart } from "./inquiry";
import type { Scenery } from "./scenery";
import { lacking } from "./wording";

export function describeLocations(estate: Estate, scenery: Scenery): DescribedLocation[] {
  const { locations = [], reports = [] } = estate.dataSync ?? {};
  const places = new Places(estate, scenery);
  return [
    ...locations.map((location): DescribedLocation => {
      const isUsed = location.isSource || location.isDestination;
      return places.describe(location, { use: "transfer", isUsed }, (place) => transfer(location, place));
    }),
    ...reports.map((to) =>
      places.describe(to, { use: "report", isUsed: true }, (place) => report(to, place)),
    ),
  ];
}

/** The tasks between two locations in S3. */
export function describeTransfers(
  { dataSync }: Estate,
  locations: readonly DescribedLocation[],
): DescribedTransfer[] {
  const answers = new Map(
    locations.filter(({ use }) => use === "transfer").map(({ address, answer }) => [address, answer]),
  );
  return (dataSync?.tasks ?? []).map(({ address, source, destination }) => {
    const ends = [source, destination].map((end) => answers.get(end.address));
    return {
      address,
      fromArn: source.bucketArn,
      toArn: destination.bucketArn,
      roleArns: distinct([source.roleArn, destination.roleArn]),
      answer: ends.includes("cannot") ? "cannot" : ends.every((end) => end === "can") ? "can" : "unknown",
    };
  });
}

/** The bucket of a location or a report, and who uses it. */
interface Place {
  readonly name: string;
  readonly bucket: Bucket;
  readonly encryption: Encryption | undefined;
  readonly caller: Caller;
  readonly inquiry: Inquiry;
  readonly lacks: Failure[];
  readonly assumed: string[];
}

class Places {
  private readonly buckets: ReadonlyMap<string, Bucket>;
  private readonly roles: ReadonlyMap<string, Principal>;

  constructor(
    estate: Estate,
    private readonly scenery: Scenery,
  ) {
    this.buckets = new Map(estate.buckets.map((bucket) => [bucket.arn, bucket]));
    this.roles = new Map(estate.principals.map((principal) => [principal.arn, principal]));
  }

  /** @param ask asks for what DataSync does there, if the bucket is known */
  describe(
    used: DataSyncUse,
    about: Pick<DescribedLocation, "use" | "isUsed">,
    ask: (place: Place) => void,
  ): DescribedLocation {
    const { judge, callers, keys } = this.scenery;
    const { address, account, bucketArn, roleArn } = used;
    const role = this.roles.get(roleArn);
    const bucket = this.buckets.get(bucketArn);
    const name = parseArn(bucketArn)?.bucket ?? bucketArn;
    const inquiry = new Inquiry(judge);
    const [lacks, assumed]: [Failure[], string[]] = [[], []];
    if (accountOf(roleArn) !== account.id) inquiry.failures.push(foreignRole(used, about.use));
    else inquiry.ask("assuming the role", DATA_SYNC_SERVICE, assumingOf(used, role, judge));
    if (!bucket) inquiry.unknown.push(`${name} is not in this Terraform`);
    else {
      const caller = role ? callers(roleArn) : unknownRole(roleArn);
      const isEncryptionKnown = isKnown(bucket, bucket.encryption);
      if (!isEncryptionKnown)
        inquiry.unknown.push(`the default encryption of ${name} is not in this Terraform`);
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html
      if (bucket.requesterPays && bucket.account.id !== accountOf(roleArn))
        inquiry.unknown.push(
          `AWS does not document whether DataSync can use ${name}, a bucket of another account with Requester Pays`,
        );
      const encryption = isEncryptionKnown ? keys.encryptionOf(bucket) : undefined;
      ask({ name, bucket, encryption, caller, inquiry, lacks, assumed });
    }
    const { failures, unknown } = inquiry;
    return {
      ...about,
      address,
      bucketArn,
      bucket: name,
      roleArn,
      answer: failures.length > 0 ? "cannot" : unknown.length > 0 ? "unknown" : "can",
      failures,
      unknown: failures.length > 0 ? [] : distinct(unknown),
      lacks,
      assumed: failures.length > 0 ? [] : assumed,
    };
  }
}

function objectIn({ bucket, encryption }: Place, name: string): CalledObject {
  return {
    bucket: { bucketArn: bucket.arn, account: bucket.account.id, region: bucket.region },
    name,
    ...(encryption && { encryption }),
  };
}

/** What tasks do there. Nothing, if it is not known which objects they copy. */
function transfer(location: DataSyncLocation, place: Place): void {
  const { name, inquiry, caller, lacks } = place;
  const { prefix } = location;
  if (prefix === undefined) {
    inquiry.unknown.push(`which objects of ${name} its tasks copy is not known`);
    return;
  }
  const object = objectIn(place, prefix + OBJECT);
  list(object, prefix, place);
  for (const { what, authorizations } of usesOf(location, object, prefix)) {
    const isCertain = (missing: MissingAuthorization) =>
      isLeast(what, missing.authorization, location) || isGrantedInPart(missing);
    inquiry.ask(what, caller, authorizations, isCertain);
    const listed = authorizations.filter((each) => isListed(each, location));
    const missing = inquiry.judged(caller, listed).missing.filter((each) => !isCertain(each));
    if (missing.length > 0) lacks.push({ what, problem: lacking(missing), missing, addresses: [] });
  }
}

function list(object: CalledObject, prefix: string, { name, inquiry, caller, assumed }: Place): void {
  const where = prefix === "" ? name : `${prefix} of ${name}`;
  const asked = inquiry.askOneOf(
    "listing",
    caller,
    listFolder(object, prefix),
    `AWS does not document the s3:prefix with which DataSync lists ${where}, and the role can list it only with some`,
  );
  if (asked === "first")
    assumed.push(
      `DataSync lists ${where} with ${prefix === "" ? "an empty s3:prefix" : `s3:prefix ${prefix}`}, which AWS does not document`,
    );
}

/** AWS asks for a prefix that ends in a delimiter, and does not say what it adds to another one. */
function report({ prefix }: DataSyncReport, place: Place): void {
  const { name, inquiry, caller, assumed } = place;
  if (prefix === undefined) {
    inquiry.unknown.push(`where in ${name} its reports are is not known`);
    return;
  }
  const write = (folder: string) => writeReport(objectIn(place, folder + OBJECT));
  const isFolder = prefix === "" || prefix.endsWith("/");
  const otherwise = isFolder ? [] : write(prefix);
  const asked = write(isFolder ? prefix : `${prefix}/`).map((each, index) =>
    inquiry.askOneOf(
      "reporting",
      caller,
      [each, ...otherwise.slice(index, index + 1)],
      `AWS does not document the keys of reports under the prefix ${prefix} of ${name}, and the role can write only some`,
    ),
  );
  if (asked.includes("first"))
    assumed.push(`DataSync writes reports under ${prefix}/ of ${name}, which AWS does not document`);
}

interface Use {
  readonly what: keyof typeof LEAST;
  readonly authorizations: readonly Authorization[];
}

function isLeast(what: Use["what"], authorization: Authorization, location: DataSyncLocation): boolean {
  const { action } = authorization;
  const least = [...LEAST[what], "s3:DeleteObject"];
  return least.includes(action) && isListed(authorization, location);
}

function usesOf(location: DataSyncLocation, object: CalledObject, prefix: string): Use[] {
  const { isSource, isDestination, copiesTags } = location;
  // How it lists the bucket is asked apart.
  const use = (what: Use["what"], authorizations: readonly Authorization[]): Use => ({
    what,
    authorizations: authorizations.filter(
      ({ action }) => action !== "s3:ListBucket" && (copiesTags !== false || !action.endsWith("Tagging")),
    ),
  });
  return [
    ...(isSource ? [use("reading", readSource(object, prefix))] : []),
    ...(isDestination ? [use("writing", writeDestination(object, prefix))] : []),
  ];
}

import { hasOnePeriod } from "../object-lock";
import { type Draft, type Entry, isEntry, type Rule } from "./draft";

/** The period of a default retention is in days or in years. */
export const retentionHasOnePeriod: Rule = (draft) =>
  retentions(draft)
    .filter(([, retention]) => !hasOnePeriod(retention))
    .map(([name]) => ({
      path: ["buckets", name, "object_lock"],
      message: 'must have either "days" or "years", such as { mode: governance, days: 30 }',
    }));

/** S3 locks versions of objects. */
export const lockedBucketsAreVersioned: Rule = ({ buckets }) =>
  [...buckets]
    .filter(([, { object_lock, versioning }]) => object_lock && versioning === false)
    .map(([name]) => ({
      path: ["buckets", name, "versioning"],
      message:
        'Object Lock locks versions of objects, so "object_lock" needs versioning; leave out "versioning"',
    }));

/** Nobody can delete objects that are locked in compliance mode. */
export const lockedObjectsAreKept: Rule = (draft) =>
  retentions(draft)
    .filter(([name, { mode }]) => mode === "compliance" && draft.buckets.get(name)?.force_destroy === true)
    .map(([name]) => ({
      path: ["buckets", name, "force_destroy"],
      message:
        '"force_destroy" deletes the objects when Terraform destroys the bucket, but nobody can delete objects that are locked in compliance mode; leave it out, or use mode governance',
    }));

function retentions({ buckets }: Draft): [string, Entry][] {
  return [...buckets].flatMap(([name, { object_lock: lock }]): [string, Entry][] =>
    isEntry(lock) ? [[name, lock]] : [],
  );
}

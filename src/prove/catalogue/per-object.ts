import type { Authorization, CalledObject } from "./authorization";

/** Asked for the same object again, a call answers with the same authorizations, which many operations share. */
export function perObject(
  call: (object: CalledObject) => readonly Authorization[],
): (object: CalledObject) => readonly Authorization[] {
  const known = new WeakMap<CalledObject, readonly Authorization[]>();
  return (object) => {
    const before = known.get(object);
    if (before) return before;
    const authorizations = call(object);
    known.set(object, authorizations);
    return authorizations;
  };
}

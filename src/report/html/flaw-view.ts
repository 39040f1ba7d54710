import type { Flaw } from "../../prove/flaw";
import type { PlaceOf } from "../../verify/place";
import type { FlawView } from "./page";

/** @param kind the part of a proof that fails, or how severe the flaw is */
export function flawView(flaw: Flaw, kind: string, id: string, placeOf: PlaceOf): FlawView {
  const { problem, because, addresses, repair, source } = flaw;
  return {
    id,
    kind,
    problem,
    because,
    places: addresses.map((address) => {
      const place = placeOf(address);
      return place === undefined ? address : `${address} (${place.file}:${place.line})`;
    }),
    repair,
    ...(source !== undefined && { source }),
  };
}

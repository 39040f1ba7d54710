import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { documentsOf } from "../iam/documents";
import { documentFlaw, iamPage } from "./well-formed";

/** The older version of the language reads `${aws:username}` as text. AWS assumes it if there is no Version. */
export function documentVersion(estate: Estate): Flaw[] {
  return documentsOf(estate)
    .filter(({ raw }) => raw.Version !== "2012-10-17")
    .map((document) =>
      documentFlaw(document, {
        problem: `${document.raw.Version === undefined ? "it has no Version" : `its Version is ${document.raw.Version}`}, so AWS treats policy variables as text`,
        repair: 'set "Version": "2012-10-17"',
        source: iamPage("reference_policies_elements_version.html"),
      }),
    );
}

/** What users, tags and other things are called that are made up for a proof. */
export const MADE_UP = "s3porter-proof";

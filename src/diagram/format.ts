export const FORMATS = ["svg", "png", "mermaid"] as const;

/** A format of diagrams. */
export type Format = (typeof FORMATS)[number];

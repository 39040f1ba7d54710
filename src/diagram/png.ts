import { UsageError } from "../messages/user-error";

/** Pixels for each point of the SVG, so that text is sharp. */
const SCALE = 2;

/**
 * An SVG as PNG, with the fonts of this machine.
 *
 * @throws UsageError if the package that draws it, or any font, is not installed
 */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const { Resvg } = await resvg();
  const options = {
    fitTo: { mode: "zoom", value: SCALE },
    font: { defaultFontFamily: "DejaVu Sans" },
  } as const;
  const hasFonts = new Resvg(A_LETTER, options).getBBox() !== undefined;
  if (!hasFonts)
    throw new UsageError(
      "this machine has no fonts, so the PNG would have no text; install some, such as the Debian package fonts-dejavu-core, or write SVG or Mermaid",
    );
  return new Resvg(svg, options).render().asPng();
}

const A_LETTER =
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text x="2" y="18" font-size="16">A</text></svg>';

async function resvg(): Promise<typeof import("@resvg/resvg-js")> {
  try {
    return await import("@resvg/resvg-js");
  } catch {
    throw new UsageError(
      "PNG needs the package @resvg/resvg-js: npm install @resvg/resvg-js; SVG and Mermaid do not",
    );
  }
}

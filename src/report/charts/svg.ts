import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeHtml } from '../html/markup.ts';

/** Everything of a chart but its marks. */
export interface ChartFrame {
  /** What the chart shows, for those who cannot see it. */
  readonly description: string;
  readonly width?: number;
  readonly height?: number;
  readonly margins: {
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly left: number;
  };
  readonly x: Plot.ScaleOptions;
  readonly y: Plot.ScaleOptions;
}

export const chartWidth = 560;
export const chartHeight = 300;

/**
 * Draws a chart without a browser, as an SVG element in text: the same for the same input, without ids, and with
 * colours that the page decides (`currentColor`, `--series-1` to `--series-8`, `--good`, `--bad`, `--soft`).
 */
export function drawChart(frame: ChartFrame, marks: Plot.Markish[]): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const { top, right, bottom, left } = frame.margins;
  const svg = Plot.plot({
    document,
    className: 'chart',
    width: frame.width ?? chartWidth,
    height: frame.height ?? chartHeight,
    marginTop: top,
    marginRight: right,
    marginBottom: bottom,
    marginLeft: left,
    x: frame.x,
    y: frame.y,
    marks,
  });
  return tidy(svg, frame.description);
}

/** The part of an element that is used here: our library has no browser's types. */
interface SvgElement {
  readonly outerHTML: string;
  textContent: string | null;
  readonly attributes: Iterable<{ readonly name: string; value: string }>;
  querySelectorAll(selector: string): Iterable<SvgElement>;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  remove(): void;
  prepend(child: SvgElement): void;
  readonly ownerDocument: { createElementNS(namespace: string, name: string): SvgElement };
}

const placeholder = 'description of the chart';

function tidy(svg: SvgElement, description: string): string {
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const element of svg.querySelectorAll('*')) {
    element.removeAttribute('aria-label');
    for (const attribute of element.attributes)
      if (placing.has(attribute.name)) attribute.value = rounded(attribute.value);
  }
  svg.setAttribute('role', 'img');
  // Our library would leave < and & in attributes as they are.
  svg.setAttribute('aria-label', placeholder);
  const title = svg.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = description;
  svg.prepend(title);
  return svg.outerHTML.replace(placeholder, () => escapeHtml(description));
}

/** Attributes that hold numbers of pixels. */
const placing = new Set(['d', 'transform', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'width', 'height', 'cx', 'cy']);

/** A tenth of a pixel is more than anybody sees; the digits behind it are half of the file. */
function rounded(value: string): string {
  return value.replace(/-?\d+\.\d{2,}/g, (number) => String(Math.round(Number(number) * 10) / 10));
}

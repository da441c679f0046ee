// data_visualization blocks as plain SVG: pie, bar, line and area. No tooltips, no zoom.

import { el, svg } from "./dom.js";

const WIDTH = 520, HEIGHT = 220, LEFT = 42, BOTTOM = 28, TOP = 10;
const colour = (index) => `s${(index % 6) + 1}`;
const short = (value) => (Math.abs(value) >= 1000 ? `${+(value / 1000).toFixed(1)}k` : String(+value.toFixed(2)));

export function chart(block) {
  const spec = block.chart || {};
  const isPie = spec.type === "pie";
  const names = isPie ? (spec.segments || []).map((item) => `${item.label} (${short(item.value)})`) : (spec.series || []).map((item) => item.name);
  return el("figure", { class: "chart" }, el("figcaption", null, block.title), isPie ? pie(spec.segments || []) : axes(spec), isPie ? null : about(spec.axis_config || {}), legend(names));
}

const legend = (names) => el("div", { class: "legend" }, names.map((name, index) =>
  el("span", null, svg("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, svg("rect", { width: 10, height: 10, rx: 2, class: colour(index) })), name)));

const about = (axis) => (axis.x_label || axis.y_label ? el("p", { class: "about" }, [axis.y_label, axis.x_label].filter(Boolean).join(" by ")) : null);

function pie(segments) {
  const total = segments.reduce((sum, item) => sum + Math.max(0, item.value), 0) || 1;
  let turn = -Math.PI / 2;
  const at = (angle) => `${(WIDTH / 2 + 88 * Math.cos(angle)).toFixed(2)} ${(104 + 88 * Math.sin(angle)).toFixed(2)}`;
  return svg("svg", { viewBox: `0 0 ${WIDTH} 208`, role: "img", "aria-label": segments.map((item) => `${item.label} ${item.value}`).join(", ") },
    segments.map((item, index) => {
      const angle = (Math.max(0, item.value) / total) * Math.PI * 2;
      const from = turn;
      turn += angle;
      if (angle > Math.PI * 1.999) return svg("circle", { cx: WIDTH / 2, cy: 104, r: 88, class: `slice ${colour(index)}` });
      return svg("path", { class: `slice ${colour(index)}`, d: `M${WIDTH / 2} 104L${at(from)}A88 88 0 ${angle > Math.PI ? 1 : 0} 1 ${at(turn)}Z` });
    }));
}

function axes(spec) {
  const series = spec.series || [];
  const labels = spec.axis_config?.categories || (series[0]?.data || []).map((point) => point.label);
  const values = series.flatMap((line) => line.data.map((point) => point.value));
  const top = nice(Math.max(...values, 0)), low = Math.min(...values, 0);
  const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (top - low || 1));
  const band = (WIDTH - LEFT - 8) / Math.max(labels.length, 1);
  const x = (index) => LEFT + band * (index + 0.5);
  const ticks = [0, 1, 2, 3, 4].map((step) => low + ((top - low) * step) / 4);
  const skip = Math.ceil(labels.length / 9);
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": series.map((line) => `${line.name}: ${line.data.map((point) => `${point.label} ${point.value}`).join(", ")}`).join("; ") },
    ticks.map((value) => [svg("line", { class: "grid", x1: LEFT, x2: WIDTH - 8, y1: y(value), y2: y(value) }), svg("text", { x: LEFT - 7, y: y(value) + 4, "text-anchor": "end" }, short(value))]),
    labels.map((label, index) => (index % skip ? null : svg("text", { x: x(index), y: HEIGHT - 9, "text-anchor": "middle" }, label))),
    series.map((line, index) => draw(spec.type, line, index, series.length, { x, y, band, low })));
}

function draw(type, line, index, count, { x, y, band, low }) {
  if (type === "bar") {
    const width = (band * 0.72) / count;
    return line.data.map((point, at) => svg("rect", { class: `bar ${colour(index)}`, rx: 2, x: x(at) - (width * count) / 2 + width * index, width: Math.max(width - 2, 1), y: Math.min(y(point.value), y(0)), height: Math.max(Math.abs(y(point.value) - y(0)), 1) }));
  }
  const points = line.data.map((point, at) => `${x(at).toFixed(1)} ${y(point.value).toFixed(1)}`);
  const path = `M${points.join("L")}`;
  return [type === "area" && points.length ? svg("path", { class: `area ${colour(index)}`, d: `${path}L${x(line.data.length - 1)} ${y(low)}L${x(0)} ${y(low)}Z` }) : null,
    svg("path", { class: `line ${colour(index)}`, d: path }),
    line.data.map((point, at) => svg("circle", { class: colour(index), r: 2.6, cx: x(at), cy: y(point.value) }))];
}

function nice(value) {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= value);
}

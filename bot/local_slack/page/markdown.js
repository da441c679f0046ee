// Standard Markdown for the `markdown` block: headings, lists, quotes, fences, tables, inline marks.
// Not covered: nested lists, images and HTML; they stay text.

import { el, isWeb } from "./dom.js";
import { EMOJI } from "./emoji.js";

export function markdown(text) {
  return String(text).split(/```[^\n]*\n?([\s\S]*?)\n?```/g).flatMap((part, index) =>
    index % 2 ? [el("pre", null, part)] : part.split(/\n{2,}/).filter((block) => block.trim()).flatMap((block) => chunks(block.trim())));
}

// One paragraph's lines, grouped by what they are.
function chunks(block) {
  const groups = [];
  for (const line of block.split("\n")) {
    const kind = kindOf(line);
    if (groups.at(-1)?.kind === kind && kind !== "heading" && kind !== "rule") groups.at(-1).lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups.map(({ kind, lines }) => SHOW[kind](lines));
}

function kindOf(line) {
  if (/^#{1,6} /.test(line)) return "heading";
  if (/^\s*(-{3,}|\*{3,})\s*$/.test(line)) return "rule";
  if (/^\s*[-*+] /.test(line)) return "bullets";
  if (/^\s*\d+[.)] /.test(line)) return "numbers";
  if (/^> ?/.test(line)) return "quote";
  return /^\|.*\|\s*$/.test(line) ? "table" : "words";
}

const broken = (lines) => lines.flatMap((line, index) => (index ? [el("br"), ...inline(line)] : inline(line)));
const items = (lines, mark) => lines.map((line) => el("li", null, inline(line.replace(mark, ""))));
const SHOW = {
  heading: ([line]) => el(line.startsWith("# ") ? "h3" : "h4", null, inline(line.replace(/^#+ /, ""))),
  rule: () => el("hr", { class: "divider" }),
  bullets: (lines) => el("ul", null, items(lines, /^\s*[-*+] /)),
  numbers: (lines) => el("ol", null, items(lines, /^\s*\d+[.)] /)),
  quote: (lines) => el("blockquote", null, broken(lines.map((line) => line.replace(/^> ?/, "")))),
  words: (lines) => el("p", null, broken(lines)),
  table: (lines) => {
    const rows = lines.filter((line) => !/^\|[\s:|-]+\|\s*$/.test(line)).map((line) => line.trim().slice(1, -1).split("|"));
    return el("div", { class: "table" }, el("table", null, rows.map((row, index) =>
      el("tr", null, row.map((cell) => el(index ? "td" : "th", null, inline(cell.trim())))))));
  },
};

const INLINE = /(`[^`]+`)|\[([^\]]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|__(.+?)__|~~(.+?)~~|\*([^*\s][^*]*)\*|\b_([^_]+)_\b|:([a-z0-9_+-]+):/g;

function inline(text) {
  const out = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    out.push(text.slice(at, match.index), mark(match));
    at = match.index + match[0].length;
  }
  return [...out, text.slice(at)].filter((part) => part !== "");
}

function mark([whole, code, label, address, bold, bold2, strike, italic, italic2, short]) {
  if (code) return el("code", null, code.slice(1, -1));
  if (label) return isWeb(address) ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label) : whole;
  if (bold || bold2) return el("strong", null, inline(bold || bold2));
  if (strike) return el("s", null, inline(strike));
  if (italic || italic2) return el("em", null, inline(italic || italic2));
  return EMOJI.has(short) ? el("span", { class: "emoji" }, EMOJI.get(short)) : whole;
}

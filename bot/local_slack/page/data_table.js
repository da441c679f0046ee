// data_table blocks: pages, sorting by a click on a column's name, and a filter. None of it is told to the app.

import { el } from "./dom.js";
import { richText } from "./rich_text.js";

export const cell = (item, scene) => (item.type === "rich_text" ? richText(item, scene) : words(item));

const words = (item) => String(item.text ?? item.value ?? item.number ?? "");
const leaves = (item) => (item.type === "rich_text" ? JSON.stringify(item.elements) : words(item));
const amount = (item) => Number(item.value ?? item.number ?? item.text);

export function dataTable(block, scene) {
  const [head, ...rows] = block.rows;
  const size = block.page_size || 5;
  const now = { page: 0, by: -1, down: false, filter: "" };
  const body = el("tbody"), heads = el("tr"), foot = el("div", { class: "pages" });

  function found() {
    const kept = rows.filter((row) => !now.filter || row.some((item) => leaves(item).toLowerCase().includes(now.filter)));
    if (now.by < 0) return kept;
    const order = (one, other) => {
      const [a, b] = [one[now.by], other[now.by]];
      const step = Number.isNaN(amount(a)) || Number.isNaN(amount(b)) ? leaves(a).localeCompare(leaves(b)) : amount(a) - amount(b);
      return now.down ? -step : step;
    };
    return [...kept].sort(order);
  }

  function draw() {
    const shown = found(), last = Math.max(0, Math.ceil(shown.length / size) - 1);
    now.page = Math.min(now.page, last);
    heads.replaceChildren(...head.map((item, column) => el("th", { scope: "col", "aria-sort": now.by === column ? (now.down ? "descending" : "ascending") : "none" },
      el("button", { type: "button", class: "sort", onclick: () => { now.down = now.by === column && !now.down; now.by = column; draw(); } }, words(item), now.by === column ? (now.down ? " ▾" : " ▴") : ""))));
    body.replaceChildren(...shown.slice(now.page * size, now.page * size + size).map((row) => el("tr", null, row.map((item, column) =>
      el(column === (block.row_header_column_index || 0) ? "th" : "td", { class: item.type === "raw_number" ? "right" : null }, cell(item, scene))))));
    const turn = (label, step, off) => el("button", { type: "button", class: "button quiet", "aria-label": label, disabled: off, onclick: () => { now.page += step; draw(); } }, step < 0 ? "‹" : "›");
    foot.replaceChildren(...(last ? [turn("Previous page", -1, now.page === 0), el("span", null, `${now.page + 1} of ${last + 1}`), turn("Next page", 1, now.page === last)] : []));
  }

  const filter = rows.length > size ? el("input", { class: "field", type: "search", placeholder: "Filter", "aria-label": `Filter ${block.caption}`, oninput: (event) => { now.filter = event.target.value.toLowerCase(); draw(); } }) : null;
  draw();
  return el("div", { class: "table data" }, filter, el("table", null, el("caption", null, block.caption), el("thead", null, heads), body), foot);
}

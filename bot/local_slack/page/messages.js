// Message rows: who, when, what, and what hangs below (files, reactions, thread).

import { blocks } from "./blocks.js";
import { el, svg } from "./dom.js";
import { fileAddress } from "./live.js";
import { emoji, mrkdwn } from "./mrkdwn.js";

export function avatar(person, small = false) {
  if (!person) return el("span", { class: "avatar system", "aria-hidden": "true" }, "S");
  if (person.is_bot) return el("span", { class: "avatar app", "aria-hidden": "true" }, el("img", { src: "/page/icon.svg", alt: "" }));
  const letter = person.real_name.split(" ").pop()[0];
  const hue = [...person.id].reduce((sum, sign) => sum + sign.charCodeAt(0), 0) % 5;
  return el("span", { class: `avatar a${hue + 1}`, "aria-hidden": "true", "data-small": small }, letter);
}

const moment = (ts) => new Date(parseFloat(ts) * 1000);
export const clock = (ts) => moment(ts).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
export const dayName = (ts) => {
  const day = moment(ts), today = new Date();
  if (day.toDateString() === today.toDateString()) return "Today";
  return day.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
};

const eye = () => svg("svg", { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": 2, "aria-hidden": "true" },
  svg("path", { d: "M2 12s3.600-6.500 10-6.500S22 12 22 12s-3.600 6.500-10 6.500S2 12 2 12z" }), svg("circle", { cx: 12, cy: 12, r: 3 }));

// `view` = {people, scene(message), me, react(message, name), openThread(message) | null}
export function message(item, previous, view) {
  const person = view.people.get(item.user);
  const together = previous && previous.user === item.user && !item.ephemeral && !previous.ephemeral && parseFloat(item.ts) - parseFloat(previous.ts) < 300 && dayName(item.ts) === dayName(previous.ts);
  const when = el("time", { datetime: moment(item.ts).toISOString(), title: moment(item.ts).toLocaleString("en-GB") }, clock(item.ts));
  const head = together ? null : el("div", { class: "who" }, el("b", null, person?.real_name || "Slackbot"), person?.is_bot ? el("span", { class: "badge" }, "APP") : null, when);
  return el("article", { class: `message${together ? " more" : ""}${item.ephemeral ? " ephemeral" : ""}`, "data-ts": item.ts },
    avatar(person), together ? el("span", { class: "stamp" }, when) : null,
    el("div", { class: "content" },
      item.ephemeral ? el("p", { class: "private" }, eye(), "Only visible to you") : null, head, body(item, view), files(item),
      reactions(item, view), view.openThread && item.reply_count ? threadLink(item, view) : null),
    item.ephemeral ? null : hovering(item, view));
}

function body(item, view) {
  const scene = view.scene(item);
  if (item.blocks?.length) return [item.edited ? edited() : null, blocks(item.blocks, scene)];
  if (!item.text) return null;
  return el("div", { class: "text" }, mrkdwn(item.text, scene), item.edited ? [" ", edited()] : null);
}

const edited = () => el("span", { class: "edited" }, "(edited)");

function files(item) {
  return (item.files || []).map((file) => (file.mimetype.startsWith("image/")
    ? el("figure", { class: "upload" }, el("figcaption", null, file.title), el("a", { href: fileAddress(file.id), target: "_blank", rel: "noopener" }, el("img", { src: fileAddress(file.id), alt: file.alt_txt || file.title })))
    : el("a", { class: "download", href: fileAddress(file.id) }, file.title)));
}

function reactions(item, view) {
  if (!item.reactions?.length) return null;
  return el("div", { class: "reactions" }, item.reactions.map((one) => el("button", { type: "button", class: one.users.includes(view.me) ? "mine" : "", "aria-label": `${one.name}, ${one.count}`, "data-key": `react/${item.ts}/${one.name}`, onclick: () => view.react(item, one.name) }, emoji(one.name), ` ${one.count}`)));
}

function threadLink(item, view) {
  return el("button", { type: "button", class: "thread-link", "data-key": `thread/${item.ts}`, onclick: () => view.openThread(item) },
    (item.reply_users || []).slice(0, 3).map((id) => avatar(view.people.get(id), true)), item.reply_count === 1 ? "1 reply" : `${item.reply_count} replies`, el("span", { class: "last" }, `Last at ${clock(item.latest_reply)}`));
}

function hovering(item, view) {
  const quick = ["+1", "tada"].map((name) => el("button", { type: "button", class: "icon", "aria-label": `React with ${name}`, onclick: () => view.react(item, name) }, emoji(name)));
  const reply = view.openThread ? el("button", { type: "button", class: "icon", "aria-label": "Reply in thread", title: "Reply in thread", onclick: () => view.openThread(item) }, "💬") : null;
  return el("div", { class: "hovering" }, quick, reply);
}

export function dayLine(ts) { return el("div", { class: "day" }, dayName(ts)); }

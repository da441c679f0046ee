// Slack's mrkdwn, parsed into nodes: fences, quotes, inline marks, links, mentions, dates, emoji.
// `&amp;`, `&lt;` and `&gt;` are unescaped exactly once, when text becomes a text node.

import { el, isWeb } from "./dom.js";
import { EMOJI } from "./emoji.js";

const unescape = (text) => text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);
const MARKS = { "*": "strong", _: "em", "~": "s" };

// `people` and `channels` map ids to names; `me` is the reader.
export function mrkdwn(text, { people = new Map(), channels = new Map(), me = "" } = {}) {
  const context = { people, channels, me };
  return String(text).split(/```\n?([\s\S]*?)\n?```/g).flatMap((part, index) =>
    index % 2 ? [el("pre", null, unescape(part.replace(/<([^<>|]+)(\|[^<>]*)?>/g, "$1")))] : quotes(part, context));
}

// plain_text objects: no marks, but emoji shortcodes as Slack shows them.
export function plain(object) {
  const text = String(object?.text ?? "");
  return object?.emoji === false ? [text] : lines(text, emojiOnly);
}

// Any Block Kit text object.
export const textOf = (object, context) => (object?.type === "mrkdwn" ? mrkdwn(object.text, context) : plain(object));

function quotes(text, context) {
  const out = [];
  let quoted = [], open = [];
  const flush = () => {
    if (quoted.length) out.push(el("blockquote", null, lines(quoted.join("\n"), (line) => inline(line, context))));
    if (open.length) out.push(...lines(open.join("\n"), (line) => inline(line, context)));
    quoted = []; open = [];
  };
  for (const line of text.split("\n")) {
    const mark = /^(?:&gt;|>) ?/.exec(line);
    if (mark) { if (open.length) flush(); quoted.push(line.slice(mark[0].length)); }
    else { if (quoted.length) { flush(); if (line === "") continue; } open.push(line); }
  }
  flush();
  return out;
}

const lines = (text, one) => text.split("\n").flatMap((line, index) => (index ? [el("br"), ...one(line)] : one(line)));

function emojiOnly(text) {
  return text.split(/(:[a-z0-9_+'-]+:)/g).map((part, index) => (index % 2 ? emoji(part.slice(1, -1)) : part)).filter((part) => part !== "");
}

export function emoji(name) {
  const found = EMOJI.get(name.split("::")[0]);
  return found ? el("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " ") }, found) : `:${name}:`;
}

const isWordy = (letter) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);

function inline(text, context) {
  const out = [];
  let plainText = "";
  const push = (node) => { if (plainText) { out.push(unescape(plainText)); plainText = ""; } if (node) out.push(node); };
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const angle = /^<([^<>\n]+)>/.exec(rest);
    if (angle) { push(reference(angle[1], context)); at += angle[0].length; continue; }
    const code = /^`([^`\n]+)`/.exec(rest);
    if (code) { push(el("code", null, unescape(code[1]))); at += code[0].length; continue; }
    const short = /^:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/.exec(rest);
    if (short && EMOJI.has(short[1].split("::")[0])) { push(emoji(short[1])); at += short[0].length; continue; }
    const end = MARKS[text[at]] && !isWordy(text[at - 1]) ? closing(text, at) : -1;
    if (end > 0) { push(el(MARKS[text[at]], null, inline(text.slice(at + 1, end), context))); at = end + 1; continue; }
    plainText += text[at++];
  }
  push(null);
  return out;
}

function closing(text, start) {
  const mark = text[start];
  if (text[start + 1] === undefined || /\s/.test(text[start + 1]) || text[start + 1] === mark) return -1;
  for (let at = start + 2; at < text.length; at++) {
    if (text[at] === "<") { const close = text.indexOf(">", at); if (close > 0) at = close; continue; }
    if (text[at] === mark && !/\s/.test(text[at - 1]) && !isWordy(text[at + 1])) return at;
  }
  return -1;
}

function reference(inside, context) {
  const [target, ...rest] = inside.split("|");
  const label = rest.join("|");
  if (target.startsWith("@")) {
    const id = target.slice(1);
    return el("span", { class: id === context.me ? "mention me" : "mention" }, `@${context.people.get(id) || unescape(label) || id}`);
  }
  if (target.startsWith("#")) return el("span", { class: "mention" }, `#${context.channels.get(target.slice(1)) || unescape(label) || target.slice(1)}`);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!subteam^")) return el("span", { class: "mention" }, unescape(label) || "@group");
  if (target.startsWith("!")) return el("span", { class: "mention me" }, `@${target.slice(1)}`);
  const address = unescape(target);
  if (!isWeb(address)) return `<${unescape(inside)}>`;
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label ? emojiOnly(unescape(label)) : address.replace(/^mailto:/, ""));
}

const DATE = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" }, date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" }, date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" }, time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

function date(target, fallback) {
  const [, seconds, format = "", link] = target.split("^");
  const when = new Date(Number(seconds) * 1000);
  if (Number.isNaN(when.getTime())) return unescape(fallback);
  const shown = format.replace(/\{(\w+)\}/g, (whole, name) => {
    if (name === "ago") return ago(when);
    const base = name.replace(/_pretty$/, "");
    if (name.endsWith("_pretty") && near(when)) return near(when);
    return DATE[base] ? new Intl.DateTimeFormat("en-GB", DATE[base]).format(when) : whole;
  });
  const node = el("time", { datetime: when.toISOString(), class: "date", title: when.toString() }, shown || unescape(fallback));
  return link && isWeb(link) ? el("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, node) : node;
}

function near(when) {
  const day = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[Math.round((day(when) - day(new Date())) / 86400000)];
}

function ago(when) {
  const minutes = Math.round((Date.now() - when) / 60000);
  if (minutes < 1) return "just now";
  return minutes < 60 ? `${minutes} minutes ago` : minutes < 1440 ? `${Math.round(minutes / 60)} hours ago` : `${Math.round(minutes / 1440)} days ago`;
}

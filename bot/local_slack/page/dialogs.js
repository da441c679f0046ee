// Modals and confirm dialogs, in the browser's own <dialog>: focus stays inside, Escape closes.

import { blocks } from "./blocks.js";
import { el, swap } from "./dom.js";
import { avatar } from "./messages.js";
import { plain, textOf } from "./mrkdwn.js";

const modal = document.getElementById("modal");
const confirmBox = document.getElementById("confirm");
let shown = "";
let current = null;
let acts = {};

modal.addEventListener("cancel", (event) => { event.preventDefault(); if (current) acts.close(current.id, false); });

// `view` is the top modal or null; `handlers` = {submit(id), close(id, everything)}.
export function showModal(view, depth, bot, scene, handlers) {
  acts = handlers;
  current = view;
  if (!view) { shown = ""; if (modal.open) modal.close(); modal.replaceChildren(); return; }
  const stamp = JSON.stringify([view.id, view.hash, view.errors, depth]);
  if (stamp === shown && modal.open) return;
  const isNew = !modal.open || !shown.includes(view.id);
  shown = stamp;
  swap(modal, sheet(view, depth, bot, scene));
  if (!modal.open) modal.showModal();
  if (isNew) first(modal)?.focus();
  modal.querySelector(".complaint")?.scrollIntoView({ block: "nearest" });
}

export function forgetModal() { shown = current ? current.id : ""; }

const first = (box) => box.querySelector("[data-focus]") || box.querySelector(".body input, .body textarea, .body select") || box.querySelector("footer .button.primary") || box.querySelector(".icon");

function sheet(view, depth, bot, scene) {
  const title = el("h2", { id: "modal-title" }, plain(view.title));
  modal.setAttribute("aria-labelledby", "modal-title");
  const submit = view.submit ? el("button", { type: "button", class: "button primary", "data-key": "submit", onclick: () => send() }, plain(view.submit)) : null;
  const send = async () => { submit.classList.add("busy"); submit.disabled = true; await acts.submit(view.id); submit.classList.remove("busy"); submit.disabled = false; };
  const close = el("button", { type: "button", class: "button quiet", "data-key": "close", onclick: () => acts.close(view.id, false) }, view.close ? plain(view.close) : depth > 1 ? "Back" : submit ? "Cancel" : "Close");
  const trouble = view.errors?.[""] ? el("p", { class: "trouble", role: "alert" }, view.errors[""]) : null;
  const withSubmit = { ...scene, use: { ...scene.use, submit: submit ? send : null } };
  return el("div", { class: "modal" },
    el("header", null, avatar(bot), title, el("button", { type: "button", class: "icon", "aria-label": "Close", "data-key": "cross", onclick: () => acts.close(view.id, true) }, "×")),
    el("div", { class: "body" }, blocks(view.blocks, withSubmit)),
    el("footer", null, trouble, close, submit));
}

// Resolves true when the person confirms.
export function askConfirm(spec, scene) {
  return new Promise((settle) => {
    const done = (answer) => { confirmBox.close(); settle(answer); };
    confirmBox.oncancel = (event) => { event.preventDefault(); done(false); };
    confirmBox.setAttribute("aria-labelledby", "confirm-title");
    confirmBox.replaceChildren(el("div", { class: "modal" },
      el("header", null, el("h2", { id: "confirm-title" }, plain(spec.title))),
      el("div", { class: "body" }, textOf(spec.text, scene)),
      el("footer", null, el("button", { type: "button", class: "button quiet", onclick: () => done(false) }, plain(spec.deny)),
        el("button", { type: "button", class: `button ${spec.style === "danger" ? "danger" : "primary"}`, onclick: () => done(true) }, plain(spec.confirm)))));
    confirmBox.showModal();
    confirmBox.querySelector("footer .button:last-child").focus();
  });
}

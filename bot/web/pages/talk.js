// The turns of one person in one pane: what they press, type and send, and where the answer is shown.

import { isUnsure, NoAnswer, post, Refusal } from "./api.js";
import { Turns } from "./turns.js";
import { Modal } from "./modal.js";
import { blockNodes, saysNodes } from "./says.js";
import { hasProblem } from "./stream.js";

const SLOW = 250;

export class Talk {
  constructor(words, pane) {
    this.words = words;
    this.pane = pane; // { stream(), person(), home(), turned(), held(on), failed(...nodes), began() }
    this.turns = new Turns();
    this.press = (offer, opener) => this.pressed(offer, opener);
    this.modal = new Modal(words, {
      press: this.press, answer: (form) => this.answerModal(form), home: () => pane.home(), pause: () => this.begin("pause"),
    });
  }

  get pending() {
    return this.turns.busy;
  }

  // Does it now, or when the turn under way is over.
  whenDone(wish, shown) {
    return this.turns.after(wish, shown);
  }

  pressed(offer, opener) {
    if (offer.dialog === "question") return this.pane.home().focus();
    return this.begin(offer.dialog, offer.label, offer.regarding, opener);
  }

  begin(dialog, label = "", regarding = "", opener = null) {
    const inside = this.modal.node.open;
    const begin = () => this.turn("begin", { dialog, regarding }, { label, opener });
    return this.turns.take(`${dialog} ${regarding}`, () => (this.interrupts(inside) ? null : begin()), waiting(opener));
  }

  say(text) {
    return this.turns.take(text, () => {
      this.pane.stream().mine(text);
      return this.turn("said", { text }, { typed: true });
    });
  }

  answer(stream, form, asked) {
    const before = (shown) => { if (!hasProblem(shown)) stream.answered(asked); };
    const answer = () => {
      asked.spoken = form.spoken?.() ?? this.words.sent; // as it is sent: another button may be pressed meanwhile
      return this.turn("answer", form.reply(), { before });
    };
    return this.turns.take(form, () => (this.interrupts(false) ? null : answer()), waiting(document.activeElement));
  }

  back(stream, shown) {
    const back = () => this.turn("back", { dialog: shown.dialog, given: shown.given }, { before: () => stream.stepBack() });
    return this.turns.take(shown, () => (this.interrupts(false) ? null : back()), waiting(document.activeElement));
  }

  // The same nonce goes with every press of the same form: a second press is the same report.
  answerModal(form) {
    return this.turns.take(form, () => (this.modal.form === form ? this.turn("answer", form.reply()) : null));
  }

  // A press that waited in the chat does not close a window that opened meanwhile.
  interrupts(inside) {
    return this.modal.node.open && !inside;
  }

  async turn(name, body, how = {}) {
    const [stream, person, focused] = [this.pane.stream(), this.pane.person(), document.activeElement];
    const dots = this.modal.node.open ? 0 : setTimeout(() => stream.thinking(true), SLOW);
    this.hold(name);
    this.pane.began();
    try {
      const shown = await post(name, { person, ...body });
      this.release();
      this.present(shown, stream, how);
      if (!focused?.isConnected && !this.modal.node.open) stream.focusLatest();
      this.pane.turned();
    } catch (error) {
      this.release();
      this.trouble(this.reason(error), stream);
      this.modal.unsure ||= name === "answer" && this.modal.node.open && isUnsure(error);
    } finally {
      clearTimeout(dots);
      stream.thinking(false);
    }
  }

  // Nobody leaves the window, or becomes somebody else, before what was sent from it is answered.
  hold(name) {
    if (!this.modal.node.open) return;
    this.modal.busy(name === "answer" ? this.words.sending : this.words.thinking);
    this.pane.held(true);
  }

  release() {
    this.modal.busy("");
    this.pane.held(false);
  }

  present(shown, stream, { label, opener, before, typed }) {
    stream.thinking(false);
    if (shown.failed) return this.failed(shown, stream);
    before?.(shown);
    if (shown.private && typed) stream.opened();
    if (shown.private) return this.modal.show(shown, opener, label);
    this.modal.close();
    if (label) stream.mine(label);
    return stream.shown(shown);
  }

  failed(shown, stream) {
    const nodes = saysNodes(shown.said, this.words, this.press);
    if (this.modal.node.open) this.modal.keepOpen(...nodes);
    else if (!this.pane.failed(...nodes)) stream.shown({ ...shown, form: null });
  }

  trouble(reason, stream) {
    const nodes = blockNodes(reason, this.words);
    if (this.modal.node.open) this.modal.keepOpen(...nodes);
    else if (!this.pane.failed(...nodes)) stream.trouble(...nodes);
  }

  // A list that could not be had, beside whatever window is open.
  unlisted(error) {
    this.pane.failed(...blockNodes(this.reason(error), this.words));
    return null;
  }

  reason(error) {
    if (error instanceof Refusal) return [{ text: error.message }];
    if (error instanceof NoAnswer) return this.words.offline;
    throw error;
  }
}

function waiting(press) {
  return (on) => { if (press?.matches("button")) press.classList.toggle("waiting", on); };
}

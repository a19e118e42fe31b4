// The turns of one person in one pane: what they press, type and send, and where the answer is shown.

import { NoAnswer, post, Refusal } from "./api.js";
import { Modal } from "./modal.js";
import { blockNodes, saysNodes } from "./says.js";
import { hasProblem } from "./stream.js";

const SLOW = 250;

export class Talk {
  constructor(words, pane) {
    this.words = words;
    this.pane = pane; // { stream(), person(), home(), turned() }
    this.press = (offer, opener) => this.pressed(offer, opener);
    this.modal = new Modal(words, { press: this.press, answer: (form) => this.answerModal(form), home: () => pane.home() });
  }

  pressed(offer, opener) {
    if (offer.dialog === "question") return this.pane.home().focus();
    return this.begin(offer.dialog, offer.label, offer.regarding, opener);
  }

  begin(dialog, label = "", regarding = "", opener = null) {
    return this.turn("begin", { dialog, regarding }, { label, opener });
  }

  say(text) {
    this.pane.stream().mine(text);
    return this.turn("said", { text });
  }

  async answer(stream, form, asked) {
    await this.turn("answer", form.reply(), { before: (shown) => { if (!hasProblem(shown)) stream.answered(asked); } });
  }

  back(stream, shown) {
    return this.turn("back", { dialog: shown.dialog, given: shown.given }, { before: () => stream.stepBack() });
  }

  // The same nonce goes with every press of the same form: a second press is the same report.
  async answerModal(form) {
    if (this.pending) return;
    this.modal.busy(true);
    await this.turn("answer", form.reply(), {});
    this.modal.busy(false);
  }

  async turn(name, body, how = {}) {
    if (this.pending) return;
    this.pending = true;
    const [stream, person, focused] = [this.pane.stream(), this.pane.person(), document.activeElement];
    const dots = this.modal.node.open ? 0 : setTimeout(() => stream.thinking(true), SLOW);
    try {
      const shown = await post(name, { person, ...body });
      if (shown.private && person !== this.pane.person()) return; // somebody else sits here now
      this.present(shown, stream, how);
      if (!focused?.isConnected && !this.modal.node.open) stream.focusLatest();
      this.pane.turned();
    } catch (error) {
      this.trouble(this.reason(error), stream);
    } finally {
      clearTimeout(dots);
      stream.thinking(false);
      this.pending = false;
    }
  }

  present(shown, stream, { label, opener, before }) {
    stream.thinking(false);
    if (shown.failed) return this.failed(shown, stream);
    before?.(shown);
    if (shown.private) return this.modal.show(shown, opener, label);
    this.modal.close();
    if (label) stream.mine(label);
    return stream.shown(shown);
  }

  failed(shown, stream) {
    if (this.modal.node.open) this.modal.keepOpen(...saysNodes(shown.said, this.words, this.press));
    else stream.shown({ ...shown, form: null });
  }

  trouble(reason, stream) {
    const nodes = blockNodes(reason, this.words);
    if (this.modal.node.open) this.modal.keepOpen(...nodes);
    else stream.trouble(...nodes);
  }

  reason(error) {
    if (error instanceof Refusal) return [{ text: error.message }];
    if (error instanceof NoAnswer) return this.words.offline;
    throw error;
  }
}

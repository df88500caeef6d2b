// The button, its command, and what happens when it is pressed.

import { Bar } from "./bar.js";
import { Notes, snapshot } from "./notes.js";
import { Server } from "./server.js";

const CHECK = "check-my-work:check";
const NEXT = "check-my-work:next";
const LABEL = "Check my work";
const AFTER = "save"; // the toolbar's item that the button stands after: narrow ones show it too
const PLACE = 1; // and where, if there is none of this name

export default function plugin(lab, style) {
  return {
    id: "autograder-check-work:plugin",
    description: "Grades a notebook and says below each check what holds.",
    autoStart: true,
    requires: [lab.notebook.INotebookTracker],
    optional: [lab.apputils.ICommandPalette],
    activate: (app, tracker, palette) => activate(lab, style, app, tracker, palette),
  };
}

function activate(lab, style, app, tracker, palette) {
  const server = new Server(lab, app.serviceManager.serverSettings);
  const papers = new WeakMap(); // of a notebook's panel
  let asked; // who grades: asked when the first notebook with exercises is open
  let known = null;

  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href: style });
  document.head.append(link);

  const current = () => tracker.currentWidget && papers.get(tracker.currentWidget);
  app.commands.addCommand(CHECK, {
    label: LABEL,
    caption: "Save, grade, and say below each check what holds",
    isEnabled: () => Boolean(current()),
    isVisible: () => known !== null,
    describedBy: { args: { type: "object", properties: {} } },
    execute: () => current()?.check(),
  });
  app.commands.addCommand(NEXT, {
    label: `${LABEL}: Next to Work On`,
    isEnabled: () => Boolean(current()?.answered),
    isVisible: () => known !== null,
    describedBy: { args: { type: "object", properties: {} } },
    execute: () => current()?.next(),
  });
  for (const command of [CHECK, NEXT]) palette?.addItem({ command, category: "Notebook Operations" });

  async function opened(panel) {
    await panel.context.ready;
    if (!hasExercises(panel.content)) return;
    asked ??= server.about();
    try {
      known = await asked;
    } catch (error) {
      asked = undefined; // the next notebook asks again
      console.warn(`Check my work: ${error.message}`);
      return;
    }
    if (known === null || panel.isDisposed || papers.has(panel)) return;
    papers.set(panel, new Paper(lab, server, known, panel));
    app.commands.notifyCommandChanged();
  }
  tracker.widgetAdded.connect((_, panel) => void opened(panel));
  tracker.forEach((panel) => void opened(panel));
  tracker.currentChanged.connect(() => app.commands.notifyCommandChanged());
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const hasExercises = (notebook) =>
  [...notebook.model.cells].some((cell) => cell.getMetadata("nbgrader")?.grade);

// One open notebook: its button, bar and notes.
class Paper {
  constructor(lab, server, about, panel) {
    Object.assign(this, { lab, server, about, panel, accepted: false, busy: false });
    this.answered = false;
    const actions = {
      check: () => this.check(),
      next: () => this.next(),
      jump: (name) => this.notes.jump(name),
      close: () => this.close(),
    };
    this.bar = new Bar(lab, panel, actions);
    this.notes = new Notes(lab, panel.content, {
      changed: (stale) => stale !== this.bar.stale && this.bar.draw(stale),
      next: () => this.next(),
    });
    this.button = new lab.ui.ToolbarButton({
      className: "check-work-toolbar",
      label: LABEL,
      tooltip: "Save, grade, and say below each check what holds (Alt+Shift+Enter)",
      onClick: () => void this.check(),
    });
    if (!panel.toolbar.insertAfter(AFTER, "check-my-work", this.button))
      panel.toolbar.insertItem(PLACE, "check-my-work", this.button);
    panel.disposed.connect(() => {
      this.notes.clear();
      this.bar.dispose();
    });
  }

  async check() {
    if (this.busy || !(await this.accept())) return;
    this.busy = true;
    try {
      this.bar.saying("Checking.");
      this.bar.progress({ state: "grading", done: 0, of: 0 });
      const before = await this.save();
      const path = this.path();
      const answer = await this.server.check(path, this.accepted, (state) => this.bar.progress(state));
      if (this.panel.isDisposed) return;
      this.answered = true;
      this.bar.show(answer);
      this.notes.show(answer.notes, before);
    } catch (error) {
      if (!this.panel.isDisposed) this.bar.failed(error.message);
    } finally {
      this.busy = false;
    }
  }

  next() {
    const name = this.notes.following();
    return name ? this.notes.jump(name) : false;
  }

  close() {
    this.answered = false;
    this.bar.answer = null;
    this.bar.widget.hide();
    this.notes.clear();
    this.panel.content.node.focus();
  }

  path() {
    const { contents } = this.panel.context.services ?? {};
    const { path } = this.panel.context;
    return contents?.localPath ? contents.localPath(path) : path.replace(/^[^/]*:/, "");
  }

  // Save what is not saved; return what the saved file holds.
  async save() {
    const { context, content } = this.panel;
    const before = snapshot(content);
    if (!context.model.dirty && !context.model.collaborative) return before;
    const failed = await context.save().catch(() => true);
    if (failed || (context.model.dirty && same(snapshot(content), before)))
      throw new Error("The notebook could not be saved, so it was not checked.");
    return before;
  }

  // Ask once whether the notebook's code may run where nothing confines it.
  async accept() {
    const { risk } = this.about;
    if (!risk || this.accepted) return true;
    const { Dialog, showDialog } = this.lab.apputils;
    const { button } = await showDialog({
      title: "Run this notebook's code to check it?",
      body: `${risk} For a notebook of your own that is as safe as running its cells.`,
      buttons: [Dialog.cancelButton(), Dialog.okButton({ label: LABEL })],
    });
    this.accepted = button.accept;
    return this.accepted;
  }
}

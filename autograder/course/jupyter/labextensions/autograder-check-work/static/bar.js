// The bar above a notebook: how far it is, the points by exercise, and what comes next.

import { counted, element, icon, number, said, worth } from "./words.js";

export class Bar {
  constructor(lab, panel, actions) {
    Object.assign(this, { lab, panel, actions });
    this.live = element("div", { class: "check-work-hush", role: "status" });
    this.alert = element("div", { class: "check-work-hush", role: "alert" });
    this.body = element("div", { class: "check-work-body" });
    this.node = element(
      "section",
      { class: "check-work-bar", "aria-label": "Check my work" },
      this.live,
      this.alert,
      this.body,
    );
    this.widget = new lab.widgets.Widget({ node: this.node });
    this.widget.hide();
    panel.contentHeader.addWidget(this.widget);
    // a box panel gives no more room than the least that is asked for
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(this.body);
  }

  dispose() {
    this.observer.disconnect();
    this.widget.dispose();
  }

  fit() {
    if (this.widget.isDisposed) return;
    const high = `${Math.ceil(this.body.offsetHeight)}px`;
    if (this.node.style.minHeight === high) return;
    this.node.style.minHeight = this.node.style.maxHeight = high;
    this.panel.contentHeader.fit();
  }

  // Show these instead of what there was; a button that had the focus gets it again.
  fill(...children) {
    const focused = this.body.contains(document.activeElement)
      ? document.activeElement.dataset.name
      : undefined;
    this.body.replaceChildren(...children.filter(Boolean));
    this.widget.show();
    this.fit();
    if (focused !== undefined)
      (
        this.body.querySelector(`[data-name="${focused}"]`) ?? this.body.querySelector("button")
      )?.focus();
  }

  saying(words) {
    this.live.textContent = words;
  }

  progress(state) {
    const waits = state.state === "waiting";
    const known = !waits && state.of > 0;
    const words = waits
      ? `Waiting: ${state.place === 1 ? "you are next" : `place ${state.place} in the queue`}`
      : known
        ? `Checking: ${state.done} of ${counted(state.of, "check")}`
        : "Checking …";
    this.alert.textContent = "";
    this.fill(
      element("div", { class: "check-work-line" }, element("span", { class: "check-work-sum" }, words)),
      element("progress", {
        class: "check-work-progress",
        "aria-label": "Checking",
        max: known ? state.of : null,
        value: known ? state.done : null,
      }),
    );
    if (waits && words !== this.live.textContent) this.saying(words);
  }

  failed(sentence) {
    this.saying("");
    this.alert.textContent = sentence;
    this.fill(
      element(
        "div",
        { class: "check-work-line check-work-is-failed" },
        icon("open"),
        element("span", { class: "check-work-sum", "aria-hidden": "true" }, sentence),
        this.again("Try again"),
        this.closing(),
      ),
    );
  }

  show(answer) {
    this.answer = answer;
    const holding = answer.notes.filter((note) => note.look === "passed").length;
    const all = answer.notes.length;
    const checks = `${holding} of ${counted(all, "check")} ${[holding, all].includes(1) ? "holds" : "hold"}`;
    const points =
      answer.possible == null
        ? ""
        : `${number(answer.points)} of ${counted(answer.possible, "point")}`;
    this.sum = [points, checks].filter(Boolean);
    this.unfolded = false;
    this.draw(0);
    const open = answer.notes.filter((note) => note.to_do).length;
    this.saying(
      `Checked. ${this.sum.join(", ")}. ${open ? `${counted(open, "check")} to work on.` : "Nothing to mend."}`,
    );
    this.alert.textContent = "";
  }

  // Draw the answer; `stale` is how many of its notes may no longer be true.
  draw(stale) {
    if (!this.answer) return;
    this.stale = stale;
    const { answer, sum } = this;
    const { sanitizer } = this.panel.content.rendermime;
    const [step] = answer.steps;
    const [first, ...rest] = sum;
    const line = element(
      "div",
      { class: "check-work-line" },
      element(
        "span",
        { class: "check-work-sum" },
        element("strong", {}, first),
        ...rest.map((words) => element("span", {}, words)),
      ),
      step &&
        element(
          "button",
          {
            class: "check-work-button check-work-next",
            type: "button",
            "data-name": "next",
            title: "Go there; Alt+F8 goes on from the cell where you are",
            click: () => this.actions.jump(step.cell),
          },
          icon("down"),
          element("span", { class: "check-work-what" }, element("b", {}, "Next: "), text(step.sentence)),
        ),
      stale > 0 && this.again("Changed since: check again"),
      element(
        "button",
        {
          class: "check-work-button check-work-fold",
          type: "button",
          "data-name": "fold",
          "aria-expanded": String(this.unfolded),
          click: () => {
            this.unfolded = !this.unfolded;
            this.draw(this.stale);
          },
        },
        icon("unfold"),
        "By exercise",
      ),
      this.closing(),
    );
    this.node.classList.toggle("check-work-old", stale > 0);
    this.fill(line, this.unfolded && this.table(answer, sanitizer));
  }

  table(answer, sanitizer) {
    const shown = answer.possible != null;
    const head = ["Exercise", "Checks", shown && "Points"].filter(Boolean);
    const rows = answer.exercises.map((exercise) => {
      const notes = answer.notes.filter((note) => note.exercise === exercise.key);
      const target = notes.find((note) => note.to_do) ?? notes[0];
      const whole = notes.every((note) => note.look === "passed");
      const title = said("span", exercise.title, sanitizer);
      return element(
        "tr",
        {},
        element(
          "th",
          { scope: "row" },
          element(
            "span",
            { class: "check-work-row" },
            icon(whole ? "passed" : target.to_do ? "failed" : "open"),
            target
              ? element(
                  "button",
                  {
                    class: "check-work-link",
                    type: "button",
                    "data-name": exercise.key,
                    click: () => this.actions.jump(target.cell),
                  },
                  title,
                )
              : title,
          ),
        ),
        element("td", {}, `${exercise.holding} of ${exercise.claims}`),
        shown && element("td", {}, worth(exercise)),
      );
    });
    return element(
      "div",
      { class: "check-work-table", tabindex: "0", role: "region", "aria-label": "By exercise" },
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, name)))),
        element("tbody", {}, ...rows),
      ),
      ...(answer.advice.length ? [this.advice(answer, sanitizer)] : []),
    );
  }

  advice(answer, sanitizer) {
    return element(
      "div",
      { class: "check-work-advice" },
      element("p", {}, element("b", {}, "Advice, which costs no points")),
      ...answer.advice.map((words) => said("div", words, sanitizer)),
    );
  }

  again(words) {
    return element(
      "button",
      {
        class: "check-work-button check-work-again",
        type: "button",
        "data-name": "again",
        click: () => this.actions.check(),
      },
      words,
    );
  }

  closing() {
    return element(
      "button",
      {
        class: "check-work-button check-work-close",
        type: "button",
        title: "Hide the notes",
        "aria-label": "Hide the notes",
        click: () => this.actions.close(),
      },
      icon("failed"),
    );
  }
}

// Words of one line, with `code` set as code.
function text(words) {
  const pieces = words.text.split(/`([^`\n]+)`/);
  return element(
    "span",
    {},
    ...pieces.map((piece, at) => (at % 2 ? element("code", {}, piece) : piece)),
  );
}

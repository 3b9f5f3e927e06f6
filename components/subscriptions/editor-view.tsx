import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useTelling } from "@/components/told/use-telling.ts";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Send, TriedForm, Try } from "@/components/ui/tried-form.tsx";
import { TextField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { EditorPage } from "@/lib/subscriptions/page-shapes.ts";
import { OFFERED_KINDS, type Tried } from "@/lib/subscriptions/schema.ts";
import { SIGNAL_KINDS } from "@/lib/subscriptions/shapes.ts";
import { Axes } from "./axes.tsx";
import { ReplayPanel, Spans, useVerdict } from "./replay-panel.tsx";
import { Sentence } from "./sentence.tsx";
import styles from "./subscriptions.module.css";
import { type Trial, Trials } from "./trials.tsx";

export type EditorActions = { save: FormAction; trial: Trial; rename: FormAction; end: FormAction };
/**
 * `actions` null: the reader may look and try, and change nothing. `suspicions`: the reader may be told of them. `tried`: how
 * the trial that led here went.
 */
type Props = { page: EditorPage; actions: EditorActions | null; suspicions: boolean; tried: Tried | null };

/** A subscription: the filter as a sentence and as fields, and beside it what it would have sent. */
export function EditorView({ page, actions, suspicions, tried }: Props) {
  const t = useTranslations("subscriptions");
  const format = useFormat();
  const { subscription, edited, draft, days, path, asOf } = page;
  const title = subscription?.name ?? t("newTitle");
  const over = subscription !== null && subscription.endedAt !== null;
  const kinds = SIGNAL_KINDS.filter(
    (kind) =>
      OFFERED_KINDS.some((one) => one === kind) ||
      draft.filter.kinds.includes(kind) ||
      (suspicions && kind === "suspicion"),
  );
  const state =
    subscription === null || edited
      ? t("draft")
      : over
        ? t("ended", { time: format.dateTime(subscription.endedAt, asOf) })
        : t("saved", { time: format.dateTime(subscription.savedAt, asOf) });
  const { endpoints } = page.choices;
  const trials =
    actions && !over ? (
      <Trials endpoints={endpoints} chosen={draft.endpoints} mail={page.mail} trial={actions.trial} tried={tried} />
    ) : null;
  return (
    <>
      <Crumbs trail={[{ label: t("title"), href: "/subscriptions" }, { label: title }]} />
      <PageHead
        title={title}
        lead={t(actions && !over ? "editLead" : "seeLead")}
        aside={<p className="quiet">{state}</p>}
      />
      {subscription === null || over ? null : <Silent silent={page.silent} />}
      <TriedForm path={path} action={over ? null : (actions?.save ?? null)} label={t("editor.form")}>
        <input type="hidden" name="draft" value="1" />
        <input type="hidden" name="days" value={days} />
        {subscription ? (
          <>
            <input type="hidden" name="id" value={subscription.id} />
            <input type="hidden" name="version" value={subscription.version} />
          </>
        ) : null}
        <div className={styles.columns}>
          <div>
            <Panel title={t("editor.sentence")} aside={<a href={page.everything}>{t("editor.all")}</a>} flush>
              <Sentence parts={page.sentence} />
              <Glance page={page} />
              <Axes draft={draft} choices={page.choices} kinds={kinds} trials={trials} />
            </Panel>
            <Turned page={page} />
          </div>
          <Panel anchor="replay" title={t("replay.title")} aside={<Spans page={page} />}>
            <ReplayPanel page={page} />
            <div className={styles.buttons}>
              <Send>{t("editor.save")}</Send>
              <Try>{t("editor.try")}</Try>
              {edited && subscription ? <a href={path}>{t("editor.keep")}</a> : null}
            </div>
          </Panel>
        </div>
      </TriedForm>
      {subscription ? <About page={page} subscription={subscription} actions={over ? null : actions} /> : null}
    </>
  );
}

/** On a narrow screen the replay is far below: what it comes to stays in sight while one edits. */
function Glance({ page }: { page: EditorPage }) {
  const verdict = useVerdict();
  return (
    <p className={styles.glance}>
      <a href="#replay">{verdict(page)}</a>
    </p>
  );
}

/** That nothing is sent by it, and what to do about it. */
function Silent({ silent }: Pick<EditorPage, "silent">) {
  const t = useTranslations("subscriptions.silent");
  const list = new Intl.ListFormat(useLocale());
  if (silent === null) return null;
  const { waiting } = silent;
  return (
    <div className={styles.silent} role="status">
      <Callout severity="minor">
        <b>{waiting.length === 0 ? t("none") : t("waiting", { names: list.format(waiting), count: waiting.length })}</b>{" "}
        <Link href="/subscriptions#addresses" prefetch={false}>
          {t(waiting.length === 0 ? "add" : "again")}
        </Link>
      </Callout>
    </div>
  );
}

function Turned({ page: { turn, subscription, asOf } }: { page: EditorPage }) {
  const t = useTranslations("subscriptions.editor");
  const format = useFormat();
  if (subscription?.carriedAt)
    return <p className={styles.turned}>{t("carried", { time: format.dateTime(subscription.carriedAt, asOf) })}</p>;
  return turn === null ? null : <p className={styles.turned}>{t(turn === "carried" ? "turned" : "turnedAlone")}</p>;
}

type AboutProps = {
  page: EditorPage;
  subscription: NonNullable<EditorPage["subscription"]>;
  actions: EditorActions | null;
};
/** What it sent, what it asked for before, its name and its end. */
function About({ page: { asOf }, subscription, actions }: AboutProps) {
  const t = useTranslations("subscriptions");
  const format = useFormat();
  const words = useWords();
  const telling = useTelling();
  const { id, version, name, history, notices } = subscription;
  const key = (
    <>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
    </>
  );
  return (
    <div className={styles.columns}>
      <Panel title={t("notices.title")}>
        {notices.length === 0 ? (
          <p className="quiet">{t("notices.none")}</p>
        ) : (
          <>
            <p className={styles.note}>{t("notices.why")}</p>
            <ul className={styles.lines}>
              {notices.map((notice) => (
                <li key={notice.id}>
                  {format.dateTime(notice.at, asOf)}{" "}
                  <Link href={`/subscriptions/notices/${notice.id}`} prefetch={false}>
                    {notice.text ? words(notice.text.title) : t("replay.hidden")}
                  </Link>
                  {notice.text ? `, ${telling(notice.text.kind, notice.text.moment).toLowerCase()}` : null}
                </li>
              ))}
            </ul>
          </>
        )}
      </Panel>
      <div className={styles.side}>
        <Panel title={t("history.title")}>
          <ul className={styles.lines}>
            {history.map(({ at, origin, sentence }) => (
              <li key={at}>
                <b>{format.dateTime(at, asOf)}</b>, {t(`history.${origin === "carried" ? "carried" : "person"}`)}
                <span className={styles.under}>{sentence}</span>
              </li>
            ))}
          </ul>
        </Panel>
        {actions ? (
          <Panel title={t("editor.nameAndEnd")}>
            <ActionForm action={actions.rename} label={t("editor.rename")}>
              {key}
              <TextField name="name" label={t("field.name")} value={name} maxLength={80} />
              <Submit>{t("editor.rename")}</Submit>
            </ActionForm>
            <div className={styles.ending}>
              <p className={styles.note}>{t("editor.endSays")}</p>
              <ActionForm action={actions.end} label={t("editor.end")}>
                {key}
                <Submit kind="stop">{t("editor.end")}</Submit>
              </ActionForm>
            </div>
          </Panel>
        ) : null}
      </div>
    </div>
  );
}

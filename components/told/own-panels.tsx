import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Mark } from "@/components/ui/state.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import { localeOf } from "@/lib/i18n/locales.ts";
import { reasonsOf } from "@/lib/notices/because.ts";
import type { ToldPage } from "@/lib/notices/told/shapes.ts";

type Props = {
  told: ToldPage;
  signal: number | null;
  /** Null for somebody who only reads. */
  answer: FormAction | null;
  /** Whether the reader may see who can never be reached. */
  seesUnreached: boolean;
};

/** What it is to the reader's own: why it came, whether it is taken on, and who was hit without hearing of it. */
export function OwnPanels({ told, signal, answer, seesUnreached }: Props) {
  return (
    <>
      {told.own.length === 0 || signal === null ? null : (
        <>
          <WhyPanel told={told} signal={signal} />
          <AnswerPanel told={told} signal={signal} answer={answer} />
        </>
      )}
      {told.hit === null ? null : (
        <NotToldPanel hit={told.hit} everybody={told.everybody} seesUnreached={seesUnreached} />
      )}
    </>
  );
}

function WhyPanel({ told, signal }: { told: ToldPage; signal: number }) {
  const t = useTranslations("told.whyUs");
  const locale = localeOf(useLocale());
  return (
    <Panel title={t("title")}>
      <div className="stack">
        {told.own.map(({ id, subscription, because }) => {
          const to = (name: ReactNode) => (
            <Link href={`/subscriptions/${id}`} prefetch={false}>
              {name}
            </Link>
          );
          return (
            <div key={id}>
              <p>{t.rich("subscription", { name: subscription, a: to })}</p>
              <ul>
                {reasonsOf(because, locale).map((reason) => (
                  <li key={reason}>
                    <Mark glyph="ui-check">{reason}</Mark>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
        <p>
          <Link href={`/subscriptions/signals/${signal}`} prefetch={false}>
            {t("more")}
          </Link>
        </p>
      </div>
    </Panel>
  );
}

function AnswerPanel({ told, signal, answer }: Pick<Props, "told" | "answer"> & { signal: number }) {
  const t = useTranslations("told.answer");
  const format = useFormat();
  const [confirmedAt] = told.own.flatMap((one) => one.confirmedAt ?? []).sort();
  const confirmed = confirmedAt !== undefined;
  const given = confirmed ? "take_back" : "confirm";
  return (
    <Panel title={t("title")}>
      <div className="stack">
        {told.answers.length > 0 ? null : (
          <p>{confirmed ? t("done", { time: format.sinceTime(confirmedAt, told.asOf) }) : t("none")}</p>
        )}
        <ol className="stack" aria-label={t("history")}>
          {told.answers.map(({ at, confirmed: said, person, label }) => (
            <li key={`${at} ${said}`}>
              {t(said ? "said" : "takenBack", {
                time: format.sinceTime(at, told.asOf),
                by: person ?? label ?? t("somebody"),
              })}
            </li>
          ))}
        </ol>
        {answer === null ? null : (
          <ActionForm action={answer} label={t("title")}>
            <p className="note">{t(confirmed ? "askBack" : "ask")}</p>
            <input type="hidden" name="kind" value={told.of.kind} />
            <input type="hidden" name="id" value={told.of.id} />
            <input type="hidden" name="signal" value={signal} />
            <Submit kind={confirmed ? "plain" : "go"} name="answer" value={given}>
              {t(confirmed ? "buttonBack" : "button")}
            </Submit>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}

type Hit = NonNullable<ToldPage["hit"]>;
function NotToldPanel({ hit, everybody, seesUnreached }: { hit: Hit; everybody: boolean; seesUnreached: boolean }) {
  const t = useTranslations("told.notTold");
  const unreached = useTranslations("told.unreached");
  const { total, notTold } = hit;
  return (
    <Panel title={t("title")} aside={total === 0 ? undefined : t("of", { count: notTold.length, total })}>
      {total === 0 ? (
        <p className="note">{t(everybody ? "nobodyHit" : "nobodyHitNear")}</p>
      ) : notTold.length === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <Callout severity="minor">
          <b>{notTold.map(({ name }) => name).join(", ")}</b> {t("some", { count: notTold.length })}
        </Callout>
      )}
      {seesUnreached ? (
        <p className="note">
          <Link href="/contacts/unreached">{unreached("link")}</Link>
        </p>
      ) : null}
    </Panel>
  );
}

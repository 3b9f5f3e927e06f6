import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { Mark } from "@/components/ui/state.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { ToldPage } from "@/lib/notices/told/shapes.ts";

type Props = {
  told: ToldPage;
  signal: number | null;
  confirm: FormAction | null;
  /** Whether the reader may see who can never be reached. */
  seesUnreached: boolean;
};

/** What it is to the reader's own: why it came, whether it is taken on, and who was hit without hearing of it. */
export function OwnPanels({ told, signal, confirm, seesUnreached }: Props) {
  return (
    <>
      {told.own.length === 0 || signal === null ? null : (
        <>
          <WhyPanel told={told} />
          <AnswerPanel told={told} signal={signal} confirm={confirm} />
        </>
      )}
      <NotToldPanel told={told} seesUnreached={seesUnreached} />
    </>
  );
}

function WhyPanel({ told }: { told: ToldPage }) {
  const t = useTranslations("told.whyUs");
  const axis = useTranslations("notices.axis");
  return (
    <Panel title={t("title")}>
      {told.own.map(({ subscription, because }) => (
        <div key={subscription} className="stack">
          <p>{t("subscription", { name: subscription })}</p>
          <ul>
            {because.map((one) => (
              <li key={`${one.axis} ${one.value}`}>
                <Mark glyph="ui-check">{axis(one.axis)}</Mark>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Panel>
  );
}

function AnswerPanel({ told, signal, confirm }: Pick<Props, "told" | "confirm"> & { signal: number }) {
  const t = useTranslations("told.answer");
  const format = useFormat();
  const confirmedAt = told.own.flatMap((one) => one.confirmedAt ?? []).sort()[0];
  return (
    <Panel title={t("title")}>
      {confirmedAt !== undefined ? (
        <p>{t("done", { time: format.sinceTime(confirmedAt, told.asOf) })}</p>
      ) : confirm === null ? (
        <p>{t("none")}</p>
      ) : (
        <ActionForm action={confirm} label={t("title")}>
          <p>{t("ask")}</p>
          <input type="hidden" name="number" value={told.incident.number} />
          <input type="hidden" name="signal" value={signal} />
          <Submit kind="go">{t("button")}</Submit>
        </ActionForm>
      )}
    </Panel>
  );
}

function NotToldPanel({ told: { hit, everybody }, seesUnreached }: Pick<Props, "told" | "seesUnreached">) {
  const t = useTranslations("told.notTold");
  const unreached = useTranslations("told.unreached");
  const { total, notTold } = hit;
  return (
    <Panel title={t("title")} aside={t("of", { count: notTold.length, total })}>
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

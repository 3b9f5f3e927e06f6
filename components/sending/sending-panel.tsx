import Link from "next/link";
import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { KeyValue } from "@/components/ui/facts.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { Sending } from "@/lib/notices/sending/shapes.ts";
import { toldPath } from "@/lib/notices/thread.ts";

type Props = {
  thread: string;
  sending: Sending;
  asOf: string;
  /** Null for somebody who only reads. */
  hold: FormAction | null;
};

/** How far the notices of a conversation have come, and the button that stops what is not sent. */
export function SendingPanel({ thread, sending, asOf, hold }: Props) {
  const t = useTranslations("told.sending");
  const told = useTranslations("told");
  const format = useFormat();
  const { sent, waiting, held, cancelled, failed, heldAt, heldBy } = sending;
  const counts = { sent, waiting, held, cancelled, failed };
  const total = Object.values(counts).reduce((sum, one) => sum + one);
  const shown = (["sent", "waiting", "held", "failed", "cancelled"] as const).filter(
    (state) => state !== "cancelled" || cancelled > 0,
  );
  return (
    <Panel title={t("title")} aside={t("aside", { total })}>
      {total === 0 ? (
        <p className="note">{t("none")}</p>
      ) : (
        <div className="stack">
          {heldAt === null ? null : (
            <Callout severity="major">
              {t("heldSince", { time: format.sinceTime(heldAt, asOf), by: heldBy ?? t("somebody"), count: held })}
            </Callout>
          )}
          <KeyValue
            rows={shown.map((state) => ({ name: t(`states.${state}`), value: format.number(counts[state]) }))}
          />
          <p className="note">
            <Link href={toldPath(thread) ?? "/"}>{told("link")}</Link>
          </p>
          {hold === null || (heldAt === null && waiting === 0) ? null : (
            <ActionForm action={hold} label={t("title")}>
              <input type="hidden" name="thread" value={thread} />
              {heldAt === null ? (
                <Submit kind="stop" name="hold" value="on">
                  {t("hold")}
                </Submit>
              ) : (
                <>
                  <Submit name="hold" value="off">
                    {t("release")}
                  </Submit>
                  <p className="note">{t("cancelMeans", { count: held })}</p>
                  <Submit kind="stop" name="hold" value="cancel">
                    {t("cancel")}
                  </Submit>
                </>
              )}
            </ActionForm>
          )}
        </div>
      )}
    </Panel>
  );
}

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AskedFields, RecipientsText } from "@/components/sending/recipients.tsx";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { ButtonLink } from "@/components/ui/button.tsx";
import { Crumbs, PageHead } from "@/components/ui/head.tsx";
import { Preview } from "@/components/ui/log.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import { LOCALES } from "@/lib/i18n/locales.ts";
import type { DismissalEnds, Ends, MergeEnds } from "@/lib/status/incidents/ends.ts";
import type { Dismissal } from "@/lib/status/incidents/schema.ts";
import { DESK, incidentHref } from "./address.ts";
import styles from "./desk.module.css";
import { intoValue } from "./suspicion-card.tsx";

/** Before incidents are put under one that is over: who is told that they are. */
export function MergeEndsView({ ends, action }: { ends: MergeEnds; action: FormAction }) {
  const t = useTranslations("desk.ends");
  const words = useWords();
  const { into, from, told } = ends;
  const named = { from: from.map(({ number }) => number).join(", "), into: into.number };
  const titled = {
    ...named,
    intoTitle: words(into.title),
    fromTitle: from.map(({ title }) => words(title)).join(", "),
  };
  return (
    <Frame
      {...{ ends, action, back: incidentHref(into.number) }}
      title={t("merge.title", named)}
      lead={t(told.total === 0 ? "merge.nobody" : "merge.lead", titled)}
      submit={t("merge.submit", named)}
    >
      <input type="hidden" name="into" value={intoValue(into)} />
      {from.map(({ id, version }) => (
        <input key={id} type="hidden" name="from" value={`${id}:${version}`} />
      ))}
    </Frame>
  );
}

type Dismissing = { ends: DismissalEnds; reason: Dismissal; action: FormAction };
/** Before a suspicion is dismissed that others were put under: who is told that those are taken back. */
export function DismissalEndsView({ ends, reason, action }: Dismissing) {
  const t = useTranslations("desk.ends");
  const { suspicion, ended, told } = ends;
  const named = { number: suspicion.number, ended: ended.map(({ number }) => number).join(", ") };
  return (
    <Frame
      {...{ ends, action, back: incidentHref(suspicion.number) }}
      title={t("dismiss.title", named)}
      lead={t(told.total === 0 ? "dismiss.nobody" : "dismiss.lead", named)}
      submit={t("dismiss.submit", named)}
    >
      <input type="hidden" name="incidentId" value={suspicion.id} />
      <input type="hidden" name="version" value={suspicion.version} />
      <input type="hidden" name="reason" value={reason} />
    </Frame>
  );
}

type Frame = {
  ends: Ends;
  action: FormAction;
  title: string;
  lead: string;
  submit: string;
  back: string;
  children: ReactNode;
};
function Frame({ ends: { told, said }, action, title, lead, submit, back, children }: Frame) {
  const t = useTranslations("desk.ends");
  const desk = useTranslations("desk");
  return (
    <>
      <Crumbs trail={[{ label: desk("title"), href: DESK }, { label: title }]} />
      <PageHead title={title} lead={lead} />
      <div className="cols" data-cols="half">
        <Panel title={t("whom")}>
          <div className="stack">
            <RecipientsText told={told} />
            <ActionForm action={action} label={title}>
              {children}
              <AskedFields told={told} />
              <div className={styles.buttons}>
                <Submit kind={told.total === 0 ? "go" : "stop"}>{submit}</Submit>
                <ButtonLink href={back} prefetch={false}>
                  {t("back")}
                </ButtonLink>
              </div>
            </ActionForm>
          </div>
        </Panel>
        {told.total === 0 ? null : (
          <Panel title={t("what")}>
            {LOCALES.map((locale) => (
              <Preview key={locale} label={desk(`preview.${locale}`)} lang={locale}>
                {said[locale]}
              </Preview>
            ))}
          </Panel>
        )}
      </div>
    </>
  );
}

import { useTranslations } from "next-intl";
import { AskedFields } from "@/components/sending/recipients.tsx";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { Empty } from "@/components/ui/honest.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { TextField } from "@/components/ui/typed.tsx";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { ServiceChoice, WindowDetail } from "@/lib/status/windows/shapes.ts";
import { wallOf } from "@/lib/status/windows/wall.ts";
import { CommandForm, commandsOf, isQuiet, WindowKey } from "./command-form.tsx";
import { AboutFields, WallFields } from "./window-fields.tsx";
import styles from "./windows.module.css";

export type WindowActions = Record<"command" | "move" | "changeEnd" | "edit", FormAction>;
type Props = { window: WindowDetail; services: readonly ServiceChoice[]; actions: WindowActions };

/** What an operator can do with a window as it stands. */
export function WindowChanges({ window, services, actions }: Props) {
  const t = useTranslations("windows");
  const { phase, announcedAt, told } = window;
  const planned = phase === "planned";
  const commands = commandsOf(window);
  const toldAs = announcedAt === null ? "opened" : planned ? "updated" : "resolved";
  if (!planned && phase !== "in_progress") {
    return (
      <Panel title={t("detail.act")}>
        <Empty>{t("detail.over")}</Empty>
      </Panel>
    );
  }
  const [from, to] = [wallOf(window.plannedFrom), wallOf(window.plannedTo)];
  return (
    <section id="change">
      <Panel title={t("detail.act")}>
        {[commands.filter((one) => !isQuiet(one)), commands.filter(isQuiet)].map((some, at) => (
          <CommandForm
            key={some.join()}
            window={window}
            commands={some}
            action={actions.command}
            back="window"
            told={at === 0 ? told[toldAs] : undefined}
          />
        ))}
        <p className={styles.note}>{t(announcedAt === null ? "detail.announceHint" : "detail.holdHint")}</p>
        {planned ? (
          <Folded title={t("detail.move")} open>
            <ActionForm action={actions.move} label={t("detail.move")}>
              <WindowKey window={window} />
              <WallFields from={from} to={to} />
              <AskedFields told={told.updated} />
              <p className={styles.note}>{t("detail.moveHint")}</p>
              <Submit>{t("do.move")}</Submit>
            </ActionForm>
          </Folded>
        ) : null}
        <Folded title={t("detail.end")} open={!planned}>
          <ActionForm action={actions.changeEnd} label={t("detail.end")}>
            <WindowKey window={window} />
            <TextField type="datetime-local" name="to" label={t("field.to")} value={to} hint={t("field.timeHint")} />
            <AskedFields told={told.updated} />
            <Submit>{t("do.changeEnd")}</Submit>
          </ActionForm>
        </Folded>
        <Folded title={t("detail.edit")}>
          <ActionForm action={actions.edit} label={t("detail.edit")}>
            <WindowKey window={window} />
            <AboutFields
              about={{ ...window, services: window.services.map(({ code }) => code) }}
              services={services}
              notes
            />
            <Submit>{t("do.edit")}</Submit>
          </ActionForm>
        </Folded>
        {planned ? (
          <Folded title={t("detail.cancel")}>
            <p className={styles.note}>{t("detail.cancelHint")}</p>
            <CommandForm
              window={window}
              commands={["cancel"]}
              action={actions.command}
              back="window"
              told={told.resolved}
            />
          </Folded>
        ) : null}
      </Panel>
    </section>
  );
}

/** Opens without JavaScript. */
function Folded({ title, open = false, children }: { title: string; open?: boolean; children: React.ReactNode }) {
  return (
    <details className={styles.folded} open={open}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

import { useTranslations } from "next-intl";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { PageHead } from "@/components/ui/head.tsx";
import { Panel } from "@/components/ui/panel.tsx";
import { TextField } from "@/components/ui/typed.tsx";
import type { FormAction } from "@/lib/http/form-state.ts";
import styles from "./desk.module.css";

type Setting = "approval" | "publicLine";
type Props = {
  settings: Record<Setting, boolean> & { brake: number; minutes: number };
  /** Null for somebody who only reads. */
  actions: Record<Setting | "brake" | "minutes", FormAction> | null;
};

/** What the operator has chosen for the desk and the public pages. */
export function SettingsView({ settings, actions }: Props) {
  const t = useTranslations("desk.settings");
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      {(["approval", "publicLine"] as const).map((name) => (
        <Panel key={name} title={t(`${name}.title`)} aside={t(settings[name] ? "on" : "off")}>
          <p>{t(`${name}.means`)}</p>
          <p className="note">{t(`${name}.${settings[name] ? "isOn" : "isOff"}`)}</p>
          {actions === null ? null : (
            <div className={styles.buttons}>
              <ActionForm action={actions[name]} row label={t(`${name}.title`)}>
                <input type="hidden" name="value" value={settings[name] ? "off" : "on"} />
                <Submit>{t(settings[name] ? `${name}.turnOff` : `${name}.turnOn`)}</Submit>
              </ActionForm>
            </div>
          )}
        </Panel>
      ))}
      <Panel title={t("brake.title")} aside={t("brake.aside", { count: settings.brake })}>
        <p>{t("brake.means")}</p>
        {actions === null ? null : (
          <NumberForm
            action={actions.brake}
            name="brake"
            value={settings.brake}
            title={t("brake.title")}
            label={t("brake.field")}
            save={t("brake.save")}
            digits={7}
          />
        )}
        <p className={styles.next}>{t("brake.minutesMeans")}</p>
        {actions === null ? (
          <p className="note">{t("brake.minutes", { count: settings.minutes })}</p>
        ) : (
          <NumberForm
            action={actions.minutes}
            name="minutes"
            value={settings.minutes}
            title={t("brake.minutesField")}
            label={t("brake.minutesField")}
            save={t("brake.minutesSave")}
            digits={3}
          />
        )}
      </Panel>
    </>
  );
}

type NumberFormProps = {
  action: FormAction;
  name: string;
  value: number;
  title: string;
  label: string;
  save: string;
  digits: number;
};

/** One number that is set by itself. */
function NumberForm({ action, name, value, title, label, save, digits }: NumberFormProps) {
  return (
    <div className={styles.buttons}>
      <ActionForm action={action} row label={title}>
        <TextField
          name={name}
          label={label}
          value={String(value)}
          inputMode="numeric"
          autoComplete="off"
          maxLength={digits}
        />
        <Submit>{save}</Submit>
      </ActionForm>
    </div>
  );
}

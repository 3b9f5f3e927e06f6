import { useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout.tsx";
import { TextField } from "@/components/ui/typed.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import type { ToBeTold } from "@/lib/notices/sending/shapes.ts";

const FEW = 12;

/** Who gets a message: organisations by name, addresses as a number on each channel. */
export function RecipientsText({ told }: { told: ToBeTold }) {
  const t = useTranslations("told.recipients");
  const channel = useTranslations("told.channel");
  const format = useFormat();
  const { organisations, channels, total, withoutAccount, withoutAccountInAll } = told;
  const others =
    withoutAccountInAll === 0 ? null : t("withoutAccount", { count: withoutAccount, all: withoutAccountInAll });
  if (total === 0)
    return (
      <p>
        {t("none")} {others}
      </p>
    );
  return (
    <div className="stack">
      <p>
        <b>{t("total", { total })}</b>{" "}
        {channels.map((one) => `${channel(one.channel)} ${format.number(one.count)}`).join(", ")}
        {others === null ? null : `. ${others}`}
      </p>
      {organisations.length === 0 ? null : (
        <details open={organisations.length <= FEW}>
          <summary>{t("organisations", { count: organisations.length })}</summary>
          <p className="note">{organisations.map(({ name }) => name).join(", ")}</p>
        </details>
      )}
    </div>
  );
}

/** What goes with a form that publishes: how many were shown, and where they are many a field to type that number in, so that it is no slip. */
export function AskedFields({ told }: { told: ToBeTold | undefined }) {
  const t = useTranslations("told.brake");
  if (told === undefined) return null;
  const { total, mustType } = told;
  return (
    <>
      <input type="hidden" name="shown" value={total} />
      {mustType ? (
        <>
          <Callout severity="major">{t.rich("many", { total, b: (said) => <b>{said}</b> })}</Callout>
          <TextField name="recipients" label={t("type")} inputMode="numeric" autoComplete="off" maxLength={9} />
        </>
      ) : null}
    </>
  );
}

import { useTranslations } from "next-intl";
import { AskedFields } from "@/components/sending/recipients.tsx";
import { ActionForm, Submit } from "@/components/ui/action-form.tsx";
import { useWords } from "@/components/ui/use-words.ts";
import type { FormAction } from "@/lib/http/form-state.ts";
import type { ToBeTold } from "@/lib/notices/sending/shapes.ts";
import type { WindowRow } from "@/lib/status/windows/shapes.ts";

/** What an operator does with one press. */
export type Command = "announce" | "hold" | "release" | "start" | "end" | "cancel";

/** Holding and letting go are told to nobody; what is told is done where one sees to whom. */
export const isQuiet = (command: Command): boolean => command === "hold" || command === "release";

/** The commands a window can take as it stands; moving and cancelling are asked for on its own page. */
export function commandsOf({ phase, announcedAt, heldAt }: WindowRow): Command[] {
  if (phase === "planned") {
    const hold: Command = heldAt === null ? "hold" : "release";
    return announcedAt === null ? ["announce"] : ["start", hold];
  }
  return phase === "in_progress" ? ["end", heldAt === null ? "hold" : "release"] : [];
}

type Props = {
  window: WindowRow;
  commands: readonly Command[];
  action: FormAction;
  /** Where it leads back to. */
  back: "list" | "window";
  /** Who is told of it. */
  told?: ToBeTold | undefined;
};

export function CommandForm({ window, commands, action, back, told }: Props) {
  const t = useTranslations("windows.do");
  const words = useWords();
  if (commands.length === 0) return null;
  const title = words(window.title);
  return (
    <ActionForm row action={action} label={t("label", { what: commands.map((one) => t(one)).join(", "), title })}>
      <WindowKey window={window} />
      <input type="hidden" name="back" value={back} />
      <AskedFields told={told} />
      {commands.map((command) => (
        <Submit
          key={command}
          name="command"
          value={command}
          kind={command === "announce" && back === "window" ? "go" : command === "cancel" ? "stop" : "plain"}
          label={t("label", { what: t(command), title })}
        >
          {t(command)}
        </Submit>
      ))}
    </ActionForm>
  );
}

/** Which window, and as whom it was seen: what somebody changed meanwhile is not written over. */
export function WindowKey({ window }: { window: Pick<WindowRow, "uid" | "version"> }) {
  return (
    <>
      <input type="hidden" name="uid" value={window.uid} />
      <input type="hidden" name="version" value={window.version} />
    </>
  );
}

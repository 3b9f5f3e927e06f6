"use client";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useActionState, useContext, useEffect, useRef, useTransition } from "react";
import { type FormAction, UNTOUCHED } from "@/lib/http/form-state.ts";
import { Answered, Problem } from "./action-form.tsx";
import { Button } from "./button.tsx";

const PAUSE_MS = 250;
const Tried = createContext<{ working: boolean; submit: ((form: FormData) => void) | null }>({
  working: false,
  submit: null,
});

type Props = {
  /** Where the form is tried: the page it stands on, which shows what its address asks for. */
  path: string;
  /** What the button `Send` does; null where the reader may only try. */
  action: FormAction | null;
  label: string;
  children: ReactNode;
};
const nothing: FormAction = (before) => Promise.resolve(before);

/**
 * A form that is tried before it is sent: with JavaScript the page follows as one edits, without it the button `Try` asks for
 * the page anew. What is tried stands in the address; only `Send` changes anything.
 */
export function TriedForm({ path, action, label, children }: Props) {
  const router = useRouter();
  const [state, submit] = useActionState(action ?? nothing, UNTOUCHED);
  const [working, start] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(pause.current), []);
  useEffect(() => {
    if (state.problem !== null) form.current?.querySelector<HTMLElement>("[aria-invalid], [data-problem]")?.focus();
  }, [state]);
  const tryNow = () => {
    clearTimeout(pause.current);
    if (!form.current) return;
    const fields = [...new FormData(form.current)].flatMap(([name, value]): [string, string][] =>
      typeof value === "string" && value !== "" && !name.startsWith("$ACTION") ? [[name, value]] : [],
    );
    start(() => router.replace(`${path}?${new URLSearchParams(fields)}`, { scroll: false }));
  };
  return (
    <form
      ref={form}
      method="get"
      action={path}
      aria-label={label}
      noValidate
      onChange={() => {
        clearTimeout(pause.current);
        pause.current = setTimeout(tryNow, PAUSE_MS);
      }}
      onSubmit={(event) => {
        const by = (event.nativeEvent as SubmitEvent).submitter;
        clearTimeout(pause.current);
        if (by instanceof HTMLElement && by.dataset["send"] !== undefined) return;
        event.preventDefault();
        tryNow();
      }}
    >
      <Problem problem={state.problem} />
      <Tried value={{ working, submit: action ? submit : null }}>
        <Answered value={state}>{children}</Answered>
      </Tried>
    </form>
  );
}

/** Sends the form; nothing where the reader may only try. */
export function Send({ children }: { children: ReactNode }) {
  const { submit } = useContext(Tried);
  if (submit === null) return null;
  return (
    <Button type="submit" kind="go" formAction={submit} data-send="">
      {children}
    </Button>
  );
}

/** Shows what the form as it stands would do. */
export function Try({ children }: { children: ReactNode }) {
  return <Button type="submit">{children}</Button>;
}

/** Says that what is shown is about to follow what was edited. */
export function Following({ children }: { children: ReactNode }) {
  const { working } = useContext(Tried);
  return working ? children : null;
}

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Board } from "./board.tsx";
import { Frame } from "./frame.tsx";
import mast from "./mast.module.css";
import { Mast } from "./mast.tsx";

/** A page anybody may see: the board without the line, since the line shows a viewer's own deliveries. */
export function PublicPage({
  demo,
  signIn = true,
  children,
}: {
  demo: boolean;
  signIn?: boolean;
  children: ReactNode;
}) {
  const t = useTranslations("shell");
  const board = (
    <Board>
      <Mast demo={demo} menu={[]}>
        {signIn ? (
          <Link className={`${mast.button} ${mast.solid}`} href="/sign-in" prefetch={false}>
            {t("signIn")}
          </Link>
        ) : null}
      </Mast>
    </Board>
  );
  return (
    <Frame board={board} demo={demo}>
      {children}
    </Frame>
  );
}

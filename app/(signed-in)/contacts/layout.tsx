import type { ReactNode } from "react";
import { Texts } from "@/components/ui/texts.tsx";

export default function ContactsLayout({ children }: { children: ReactNode }) {
  return <Texts of={["contacts"]}>{children}</Texts>;
}

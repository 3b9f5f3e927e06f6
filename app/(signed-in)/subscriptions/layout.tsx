import type { ReactNode } from "react";
import { Texts } from "@/components/ui/texts.tsx";

export default function SubscriptionsLayout({ children }: { children: ReactNode }) {
  return <Texts of={["subscriptions"]}>{children}</Texts>;
}

"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { SLIDE_MS, useLive } from "./live-provider.tsx";

/**
 * For pages that are rendered on the server alone: asks the server for the page again when something has changed, and
 * every few minutes. `name` tells one page's refreshes from another's.
 */
export function RefreshOnChange({ name }: { name: string }) {
  const router = useRouter();
  const live = useLive();
  const first = useRef(true);
  const { data: beat } = useQuery({
    queryKey: ["page", name],
    queryFn: () => Date.now(),
    initialData: 0,
    initialDataUpdatedAt: Date.now,
    refetchInterval: live.phase === "live" ? SLIDE_MS : false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a beat is what asks for the page; its value means nothing.
  useEffect(() => {
    if (first.current) first.current = false;
    else router.refresh();
  }, [beat, router]);
  return null;
}

"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { SLIDE_MS, useLive } from "./live-provider.tsx";

/**
 * For pages that are rendered on the server alone: asks the server for the page again when something has changed, and
 * every few minutes. `name` tells one page's refreshes from another's.
 */
export function RefreshOnChange({ name }: { name: string }) {
  const router = useRouter();
  const live = useLive();
  const [underWay, begin] = useTransition();
  const refreshed = useRef(0);
  const { data: beat } = useQuery({
    queryKey: ["page", name],
    queryFn: () => Date.now(),
    initialData: 0,
    initialDataUpdatedAt: Date.now,
    refetchInterval: live.phase === "live" ? SLIDE_MS : false,
  });
  // One at a time: Next would queue each of them, and on a slow server the page would show what was ever longer ago.
  useEffect(() => {
    if (underWay || beat === refreshed.current) return;
    refreshed.current = beat;
    begin(() => router.refresh());
  }, [beat, underWay, router]);
  return null;
}

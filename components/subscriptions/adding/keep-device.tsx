"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { renewAddress } from "./this-browser.ts";

/** Whichever page is opened: a browser that was given another address says so. */
export function KeepDevice() {
  const router = useRouter();
  useEffect(() => {
    void renewAddress().then((renewed) => {
      if (renewed) router.refresh();
    });
  }, [router]);
  return null;
}

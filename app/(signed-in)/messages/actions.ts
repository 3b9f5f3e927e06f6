"use server";
import { redirect } from "next/navigation";
import type { SearchState } from "@/components/messages/search-form.tsx";
import { requireViewer } from "@/lib/access/session.ts";
import { findLetter } from "@/lib/ledger/queries.ts";

const LONGEST = 200;

/** Leads to the letter whose id was typed. An id that does not exist and one that is somebody else's are answered alike. */
export async function searchLetter(_: SearchState, form: FormData): Promise<SearchState> {
  const viewer = await requireViewer();
  const given = form.get("id");
  const typed = (typeof given === "string" ? given : "").trim().slice(0, LONGEST);
  if (typed === "") return { problem: "empty", typed };
  const href = await findLetter(viewer, typed, new Date());
  if (href === null) return { problem: "missing", typed };
  redirect(href);
}

"use client";
import { PageFailed } from "@/components/shell/page-failed.tsx";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <PageFailed caseId={error.digest} retry={reset} />;
}

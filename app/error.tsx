"use client";
import { PageFailed } from "@/components/shell/page-failed.tsx";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main id="main" tabIndex={-1}>
      <PageFailed caseId={error.digest} retry={reset} />
    </main>
  );
}

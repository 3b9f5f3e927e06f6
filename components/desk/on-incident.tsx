"use client";
import { useState } from "react";
import { Callout } from "@/components/ui/callout.tsx";

/**
 * The version of what a form is about, as its writer has seen it: the one from when the form was opened, also when the
 * page around it has been refreshed since. `changed` is said where that has happened.
 */
export function SeenVersion({ version, changed }: { version: number; changed?: string | undefined }) {
  const [seen] = useState(version);
  return (
    <>
      <input type="hidden" name="version" value={seen} />
      {changed === undefined || seen === version ? null : (
        <div role="status">
          <Callout severity="major">{changed}</Callout>
        </div>
      )}
    </>
  );
}

/** Which incident a form is about, and where its answer leads. */
export function OnIncident({
  incident: { id, number, version },
  changed,
}: {
  incident: { id: number; number: string; version: number };
  changed?: string | undefined;
}) {
  return (
    <>
      <input type="hidden" name="incidentId" value={id} />
      <input type="hidden" name="number" value={number} />
      <SeenVersion version={version} changed={changed} />
    </>
  );
}

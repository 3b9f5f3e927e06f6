import type { Locale } from "../../i18n/locales.ts";
import type { PublicSnapshot, PublicWindow } from "../../publication/snapshot.ts";
import type { Because } from "../../subscriptions/shapes.ts";
import type { Reason } from "../channels/channel.ts";
import type { Told } from "../message.ts";

/** Whose a personal address is. Times are ISO 8601 in UTC. */
export type Feed = { id: number; label: string; locale: Locale; organisation: string; since: string };

/** What was told at a personal address, since when it can be read there, and which dispatch opened its conversation. */
export type FeedNotice = {
  dispatchId: string;
  openedBy: string;
  sentAt: string;
  noticeId: number;
  /** The subscriptions that led here, each with why. */
  reasons: Reason[];
  confirm: number | null;
  services: string[];
  signal: Told["signals"][number];
};
/** Newest first. */
export type PersonalFeed = { feed: Feed; notices: FeedNotice[]; demo: boolean };

/** A window as it stands now, and why it was last told of. */
export type FeedWindow = { window: PublicWindow; sentAt: string; subscription: string; because: Because[] };
/** By planned start. */
export type PersonalCalendar = { feed: Feed; windows: FeedWindow[] } & Pick<PublicSnapshot, "services" | "demo">;

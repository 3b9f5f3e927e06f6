import { ownerPool } from "../../db/pool.ts";
import type { FetchedChannel } from "../../subscriptions/shapes.ts";
import { danishDay } from "../../time/danish.ts";
import { isOpen } from "../feeds/sql.ts";
import type { ChannelDriver } from "./channel.ts";

/**
 * A personal feed or calendar: a message is sent when it can be read there, which recording it makes so. An address whose
 * holder has lost access is no use any more.
 */
export function feedDriver(channel: FetchedChannel): ChannelDriver {
  return {
    ...{ channel, concurrency: 5 },
    send: async ({ endpoint, at }) => {
      const open = await isOpen(ownerPool(), endpoint.id, danishDay(Date.parse(at)));
      return open ? { outcome: "sent" } : { outcome: "never", code: "no_access", disable: "no_access" };
    },
    close: async () => {},
  };
}

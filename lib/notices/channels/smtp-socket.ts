import { connect } from "node:net";
import type SMTPPool from "nodemailer/lib/smtp-pool";

const CONNECT_MS = 10_000;

/**
 * The connection a mail goes over, as nodemailer asks for it; TLS is its own affair. A mail is written in many small parts:
 * each would wait for the server's delayed acknowledgement of the one before (RFC 896, RFC 1122), 40 ms at a time.
 */
export function smtpSocket(
  { host = "localhost", port, secure = false }: SMTPPool.Options,
  answer: (error: Error | null, found?: { connection: ReturnType<typeof connect> }) => void,
): void {
  const socket = connect({ host, port: Number(port ?? (secure ? 465 : 587)), noDelay: true, keepAlive: true });
  const failed = (error: Error) => {
    socket.destroy();
    answer(error);
  };
  socket.setTimeout(CONNECT_MS, () => failed(new Error("No connection in time")));
  socket.once("error", failed);
  socket.once("connect", () => {
    socket.setTimeout(0);
    socket.removeAllListeners("timeout").off("error", failed);
    answer(null, { connection: socket });
  });
}

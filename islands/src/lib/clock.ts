/** The server's time, so that a wrong clock on a desk never shows a wrong deadline. */

const stamp = document.querySelector<HTMLMetaElement>('meta[name="server-time"]')?.content;
const offset = stamp ? Date.parse(stamp) - Date.now() : 0;

export function serverNow(): Date {
  return new Date(Date.now() + (Number.isFinite(offset) ? offset : 0));
}

const LOCAL = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** `2026-11-22 14:44:29` in the bureau's zone. */
export function written(at: Date): string {
  const parts = Object.fromEntries(LOCAL.formatToParts(at).map((part) => [part.type, part.value]));
  return `${parts["year"]}-${parts["month"]}-${parts["day"]} ${parts["hour"]}:${parts["minute"]}:${parts["second"]}`;
}

/** `42:18` or `1:02:03` since an instant. */
export function elapsed(since: Date, now: Date = serverNow()): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

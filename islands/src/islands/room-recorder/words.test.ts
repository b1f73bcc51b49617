import { describe, expect, test } from "vitest";
import type { Delivery } from "../../lib/recording/outbox.ts";
import { clockFound, copyFound, isHeard, microphonesFound, serverFound, spaceFound, type Heard } from "./judge.ts";
import { deliveryWords, duration, say, span } from "./words.ts";

const words = {
  delivered: "已送达", waiting: "{n}秒待传", down: "服务器不可用，录制继续（{n}秒待传）", serverFull: "满（{n}）", troubled: "{n}段不一致",
  seconds: "{n}秒", minutes: "{n}分钟", hours: "{n}小时", days: "{n}天", clockOk: "差{by}", clockOff: "差{by}，请校准", clockBad: "问不到",
  netOk: "往返{n}", netSlow: "慢{n}", remoteSlow: "远程慢{n}", micNone: "没有给{who}", micWaiting: "请{who}说话", micShared: "{a}和{b}共用",
  micAll: "都听到", denied: "不允许", spaceOk: "可存{n}", spaceLow: "只能{n}", spaceBad: "不足", spaceEvict: "不要清理", serverUnknown: "不知",
  copyOff: "第二份副本：没有设置", copyWaiting: "第二份副本：落后{n}段",
};
const none: Delivery = { problem: "", message: "", waiting: 0, waiting_ms: 0, troubled: 0, empty: true };

describe("delivery in words", () => {
  test("what is merely on its way counts as delivered", () => {
    expect(deliveryWords(words, { ...none, waiting: 2, waiting_ms: 1300 })).toEqual({ text: "已送达", tone: "ok" });
    expect(deliveryWords(words, { ...none, waiting: 9, waiting_ms: 3600 })).toEqual({ text: "4秒待传", tone: "" });
  });

  test("a server that does not answer never sounds like a lost recording", () => {
    const said = deliveryWords(words, { ...none, problem: "down", waiting: 20, waiting_ms: 9100 });
    expect(said).toEqual({ text: "服务器不可用，录制继续（10秒待传）", tone: "warn" });
    expect(deliveryWords(words, { ...none, problem: "full", waiting_ms: 1 }).tone).toBe("bad");
    expect(deliveryWords(words, { ...none, troubled: 1 }).text).toBe("1段不一致");
  });

  test("times and stretches of time read as people say them", () => {
    expect([0, 61_500, 3_723_000].map(duration)).toEqual(["00:00", "01:01", "1:02:03"]);
    expect([320, -64_000, 600_000, 3_978_556_455].map((ms) => span(words, ms))).toEqual(["0.3秒", "64秒", "10分钟", "46天"]);
    expect(say(words, "waiting")).toBe("{n}秒待传");
  });
});

describe("the check before recording", () => {
  const person = { who: "被询问人", name: "被询问人" };
  const mic = (who: string, device: string, loudest = -20): Heard => ({ who, name: who, device, loudest, problem: "" });

  test("everybody has a microphone that hears, the person questioned above all", () => {
    expect(microphonesFound(words, [mic("被询问人", "a"), mic("询问人", "b")], person).verdict).toBe("ok");
    expect(microphonesFound(words, [mic("询问人", "b")], person)).toEqual({ verdict: "bad", text: "没有给被询问人" });
    expect(microphonesFound(words, [mic("被询问人", "a", -80)], person)).toEqual({ verdict: "bad", text: "请被询问人说话" });
    expect(microphonesFound(words, [mic("被询问人", "a"), mic("询问人", "b", -80)], person).verdict).toBe("warn");
    expect(microphonesFound(words, [mic("被询问人", "a"), mic("询问人", "a")], person).text).toBe("被询问人和询问人共用");
    expect(microphonesFound(words, [{ ...mic("被询问人", "a"), problem: "denied" }], person).text).toBe("不允许");
    expect(isHeard(mic("x", "a", -54))).toBe(true);
  });

  test("a slow line matters where the person sits elsewhere", () => {
    const slow = { offset_ms: 10, rtt_ms: 500 };
    expect(clockFound(words, slow, false)).toEqual({ verdict: "warn", text: "差0.0秒；慢500" });
    expect(clockFound(words, slow, true).verdict).toBe("bad");
    expect(clockFound(words, { offset_ms: 90_000, rtt_ms: 5 }, false).text).toBe("差90秒，请校准；往返5");
    expect(clockFound(words, null, false).verdict).toBe("bad");
  });

  test("space here, space there, and the second copy", () => {
    const space = { free: 1e10, hours: 13.6, persistent: false, verdict: "ok" } as const;
    expect(spaceFound(words, space)).toEqual({ verdict: "ok", text: "可存13；不要清理" });
    expect(spaceFound(words, { ...space, persistent: true, hours: 0.4, verdict: "bad" })).toEqual({ verdict: "bad", text: "不足" });
    expect(serverFound(words, null).verdict).toBe("bad");
    expect(copyFound(words, { state: "off", behind: 0 })).toEqual({ verdict: "warn", text: "没有设置" });
    expect(copyFound(words, { state: "waiting", behind: 3 }).text).toBe("落后3段");
  });
});

/**
 * What other rooms left in this browser: an interview whose window was killed, and another page
 * opened instead. It is delivered from here, unless a window of that room is open and does it.
 */

import { settle } from "./journal.ts";
import { type Delivery, Outbox } from "./outbox.ts";
import type { Store } from "./store.ts";
import type { Wire } from "./wire.ts";

/** The lock that the one recording window of a room holds while it lives. */
export function lockOf(session: string): string {
  return `anjian-recording-${session}`;
}

/** Rooms, other than `except`, of which something has not been delivered. */
export async function roomsLeft(store: Store, except = ""): Promise<string[]> {
  const waiting = (await store.parts()).filter((part) => !part.done && part.session !== except);
  return [...new Set(waiting.map((part) => part.session))];
}

/** Forget the journal of rooms whose every part has long been delivered. */
export async function tidy(store: Store, except: string): Promise<void> {
  const parts = await store.parts();
  const open = new Set(parts.filter((part) => !part.done).map((part) => part.session));
  for (const part of parts) if (part.session !== except && !open.has(part.session)) await store.drop(part.client_id);
}

/** Deliver them while this page lives; `told` hears how much still waits, 0 when all is gone. */
export async function deliverLeftovers(store: Store, wire: Wire, except: string, told: (waitingMs: number) => void): Promise<void> {
  const waits = new Map<string, number>();
  for (const session of await roomsLeft(store, except)) {
    void navigator.locks.request(lockOf(session), { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      await settle(store, session);
      await new Promise<void>((resolve) => {
        const changed = (delivery: Delivery): void => {
          waits.set(session, delivery.empty ? 0 : Math.max(1, delivery.waiting_ms));
          told([...waits.values()].reduce((sum, ms) => sum + ms, 0));
          if (delivery.empty) resolve();
        };
        void new Outbox({ session, store, wire, changed }).start();
      });
    });
  }
}

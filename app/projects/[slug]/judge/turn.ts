import { drawId } from "#app/draw-id.ts";

/** Whose turn it is to judge, among the tabs of one browser: the one that claimed it last. */
export type Turn = {
  claim(): void;
  /** Said as the tab closes, so that another that is in view can go on. */
  release(): void;
  /** What this tab had typed is kept; the one whose turn it is may read it. */
  announceDrafts(): void;
  end(): void;
};

type TurnEvents = {
  onLost(): void;
  /** Nobody judges now. */
  onFree(): void;
  onDrafts(): void;
};

type Rank = readonly [time: number, id: string];
type Message =
  | { readonly kind: "claim"; readonly rank: Rank }
  | { readonly kind: "release" }
  | { readonly kind: "drafts" };

/** Where messages between tabs go; a `BroadcastChannel` outside tests. */
export type TurnChannel = Pick<BroadcastChannel, "postMessage" | "close"> & {
  onmessage: ((event: MessageEvent<Message>) => void) | null;
};

/**
 * Two tabs that claim at the same instant compare their ranks, so that exactly one of them keeps the
 * turn. A browser without a lock over plain HTTP has this channel, which is why it is used.
 */
export function createTurn(channel: TurnChannel, events: TurnEvents): Turn {
  let rank: Rank | null = null;
  /** The latest moment that was claimed at, here or as far as was heard. */
  let latest = 0;
  let isOpen = true;
  const post = (message: Message) => channel.postMessage(message);
  channel.onmessage = ({ data }) => {
    if (data.kind === "drafts") return rank === null ? undefined : events.onDrafts();
    if (data.kind === "release") return rank === null ? events.onFree() : undefined;
    latest = Math.max(latest, data.rank[0]);
    if (rank === null) return;
    if (isAbove(rank, data.rank)) return post({ kind: "claim", rank });
    rank = null;
    events.onLost();
  };
  return {
    claim: () => {
      // Above all that were heard of, even within one tick of the clock or after it was set back.
      latest = Math.max(Date.now(), latest + 1);
      rank = [latest, drawId()];
      post({ kind: "claim", rank });
    },
    release: () => {
      if (rank === null) return;
      rank = null;
      post({ kind: "release" });
    },
    announceDrafts: () => {
      if (isOpen) post({ kind: "drafts" });
    },
    end: () => {
      isOpen = false;
      channel.onmessage = null;
      channel.close();
    },
  };
}

function isAbove(own: Rank, other: Rank): boolean {
  return own[0] === other[0] ? own[1] > other[1] : own[0] > other[0];
}

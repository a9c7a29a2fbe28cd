import { SpentInvite } from "./spent-invite.tsx";

export default function UnknownInvitePage() {
  return <SpentInvite />;
}

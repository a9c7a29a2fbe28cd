import { SpentInvite } from "./spent-invite.tsx";

export default function ForbiddenInvitePage() {
  return <SpentInvite />;
}

import { SpentLink } from "./spent-link.tsx";

export default function ForbiddenLinkPage() {
  return <SpentLink />;
}

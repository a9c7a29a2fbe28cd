import { SpentLink } from "./spent-link.tsx";

export default function UnknownLinkPage() {
  return <SpentLink />;
}

import { PageSkeleton } from "#app/components/skeleton.tsx";

export default function Loading() {
  return <PageSkeleton />;
}

import type { Metadata } from "next";
import Link from "next/link";
import { classNames } from "#app/components/class-names.ts";
import { EmptyState } from "#app/components/empty-state.tsx";
import { LinkButton } from "#app/components/link-button.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import { TextLink } from "#app/components/text-link.tsx";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { projectPath } from "#app/projects/project-path.ts";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import { caller } from "#app/trpc/server.tsx";
import { pointsPerJudgment } from "#server/contracts/points.ts";
import { leaderboardPeriods } from "#server/contracts/vocabulary.ts";

export const metadata: Metadata = { title: "Leaderboard" };

const periodWords = { today: "Today", week: "This week", all: "All time" } as const;

export default async function LeaderboardPage({
  params,
  searchParams,
}: PageProps<"/projects/[slug]/leaderboard">) {
  const { slug } = await params;
  const wanted = (await searchParams).period;
  const period = leaderboardPeriods.find((known) => known === wanted) ?? "today";
  const project = await getProject(slug);
  const board = await orFaultPage(
    caller.leaderboards.annotators({ projectId: project.id, period }),
  );
  return (
    <>
      <PageHeader
        title="Leaderboard"
        description={
          <>
            Every judgment earns {pointsPerJudgment} points, whichever way it goes: disagreeing
            never costs any. Undoing takes them back. Days begin at midnight UTC. Prefer not to be
            named? <TextLink href="/account">Use an alias</TextLink>.
          </>
        }
      />
      <PeriodNav slug={slug} period={period} />
      {board.own === null && board.annotators > 0 && (
        <p className="mb-6 text-sm text-muted">
          You have no points in this period yet; one judgment puts you on the board.
        </p>
      )}
      {board.annotators === 0 ? (
        <EmptyState
          title="Nobody has judged yet"
          action={<LinkButton href={projectPath(slug, "judge")}>Judge pairs</LinkButton>}
        >
          <p>The first judgment of this period takes the first place.</p>
        </EmptyState>
      ) : (
        <Board rows={board.rows} />
      )}
    </>
  );
}

type BoardRows = Awaited<ReturnType<typeof caller.leaderboards.annotators>>["rows"];

function Board({ rows }: { readonly rows: BoardRows }) {
  return (
    <Table
      label="Annotators by points"
      head={
        <>
          <HeadCell isNumber className="w-16">
            Rank
          </HeadCell>
          <HeadCell>Annotator</HeadCell>
          <HeadCell isNumber>Judgments</HeadCell>
          <HeadCell isNumber>Points</HeadCell>
        </>
      }
    >
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows carry no identity, on purpose.
        <Row key={index} className={classNames(row.isViewer && "bg-accent-soft font-medium")}>
          <Cell isNumber className="pl-2 text-muted">
            {row.rank}
          </Cell>
          <Cell className="max-w-56 truncate" dir="auto">
            {row.name}
            {row.isViewer && <span className="text-muted"> (you)</span>}
          </Cell>
          <Cell isNumber>{row.judgments.toLocaleString("en")}</Cell>
          <Cell isNumber>{row.points.toLocaleString("en")}</Cell>
        </Row>
      ))}
    </Table>
  );
}

function PeriodNav({
  slug,
  period,
}: {
  readonly slug: string;
  readonly period: keyof typeof periodWords;
}) {
  return (
    <nav aria-label="Period" className="mb-6 flex gap-1 text-sm">
      {leaderboardPeriods.map((choice) => (
        <Link
          key={choice}
          href={`/projects/${slug}/leaderboard?period=${choice}`}
          aria-current={choice === period ? "page" : undefined}
          className="rounded-control px-3 py-1.5 text-muted hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink"
        >
          {periodWords[choice]}
        </Link>
      ))}
    </nav>
  );
}

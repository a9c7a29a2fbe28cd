import type { Metadata } from "next";
import Link from "next/link";
import { classNames } from "#app/components/class-names.ts";
import { EmptyState } from "#app/components/empty-state.tsx";
import { LinkButton } from "#app/components/link-button.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Cell, HeadCell, Row, Table } from "#app/components/table.tsx";
import { TextLink } from "#app/components/text-link.tsx";
import { getFormatter } from "#app/messages/get-formatter.ts";
import { getTranslations } from "#app/messages/get-translations.ts";
import { getProject } from "#app/projects/[slug]/get-project.ts";
import { projectPath } from "#app/projects/project-path.ts";
import { orFaultPage } from "#app/trpc/or-fault-page.ts";
import { caller } from "#app/trpc/server.tsx";
import { pointsPerJudgment } from "#server/contracts/points.ts";
import { leaderboardPeriods } from "#server/contracts/vocabulary.ts";

export async function generateMetadata(): Promise<Metadata> {
  const translate = await getTranslations("leaderboard");
  return { title: translate("title") };
}

type Period = (typeof leaderboardPeriods)[number];

export default async function LeaderboardPage({
  params,
  searchParams,
}: PageProps<"/projects/[slug]/leaderboard">) {
  const { slug } = await params;
  const wanted = (await searchParams).period;
  const period = leaderboardPeriods.find((known) => known === wanted) ?? "today";
  const translate = await getTranslations("leaderboard");
  const project = await getProject(slug);
  const board = await orFaultPage(
    caller.leaderboards.annotators({ projectId: project.id, period }),
  );
  const description = translate.rich("description", {
    points: pointsPerJudgment,
    alias: (words) => <TextLink href="/account">{words}</TextLink>,
  });
  return (
    <>
      <PageHeader title={translate("title")} description={description} />
      <PeriodNav slug={slug} period={period} />
      {board.own === null && board.annotators > 0 && (
        <p className="mb-6 text-sm text-muted">{translate("noneOfYours")}</p>
      )}
      {board.annotators === 0 ? (
        <EmptyState
          title={translate("emptyTitle")}
          action={<LinkButton href={projectPath(slug, "judge")}>{translate("judge")}</LinkButton>}
        >
          <p>{translate("emptyText")}</p>
        </EmptyState>
      ) : (
        <Board rows={board.rows} />
      )}
    </>
  );
}

type BoardRows = Awaited<ReturnType<typeof caller.leaderboards.annotators>>["rows"];

async function Board({ rows }: { readonly rows: BoardRows }) {
  const translate = await getTranslations("leaderboard");
  const format = await getFormatter();
  return (
    <Table
      label={translate("table")}
      head={
        <>
          <HeadCell isNumber className="w-16">
            {translate("rank")}
          </HeadCell>
          <HeadCell>{translate("annotator")}</HeadCell>
          <HeadCell isNumber>{translate("judgments")}</HeadCell>
          <HeadCell isNumber>{translate("points")}</HeadCell>
        </>
      }
    >
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows carry no identity, on purpose.
        <Row key={index} className={classNames(row.isViewer && "bg-accent-soft font-medium")}>
          <Cell isNumber className="ps-2 text-muted">
            {format.number(row.rank)}
          </Cell>
          <Cell className="max-w-56 truncate">
            <bdi>{row.name}</bdi>
            {row.isViewer && <span className="text-muted"> {translate("you")}</span>}
          </Cell>
          <Cell isNumber>{format.number(row.judgments)}</Cell>
          <Cell isNumber>{format.number(row.points)}</Cell>
        </Row>
      ))}
    </Table>
  );
}

async function PeriodNav({ slug, period }: { readonly slug: string; readonly period: Period }) {
  const translate = await getTranslations("leaderboard");
  return (
    <nav aria-label={translate("period")} className="mb-6 flex gap-1 text-sm">
      {leaderboardPeriods.map((choice) => (
        <Link
          key={choice}
          href={`/projects/${slug}/leaderboard?period=${choice}`}
          aria-current={choice === period ? "page" : undefined}
          className="rounded-control px-3 py-1.5 text-muted hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-ink"
        >
          {translate(`periods.${choice}`)}
        </Link>
      ))}
    </nav>
  );
}

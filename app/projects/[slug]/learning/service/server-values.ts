import {
  type ChatTemplate,
  openaiJudgeConfig,
  type ScoreServiceConfig,
  type ServerConfig,
  scoreServiceLimits,
} from "#server/contracts/score-service.ts";
import type { ServerKind } from "./kind-needs.ts";
import { type LimitName, limitValues } from "./limit-words.ts";

/** One server as it stands in the fields. An empty one takes the default of the contract. */
export type ServerValues = {
  readonly id: string;
  readonly kind: ServerKind;
  readonly url: string;
  readonly model: string;
  readonly token: string;
  readonly scale: string;
  /** A named template, `custom`, or `server` where the server applies its own. */
  readonly template: string;
  readonly templateStart: string;
  readonly templateTurn: string;
  readonly templateEnd: string;
  readonly systemName: string;
  readonly userName: string;
  readonly assistantName: string;
  readonly limits: Readonly<Record<LimitName, string>>;
  readonly wantsEmbedding: boolean;
  readonly task: string;
  readonly normalize: boolean;
  readonly criterion: string;
  readonly comparisonsPerAnswer: string;
  readonly anchor: string;
};

export const blankServer: Omit<ServerValues, "id"> = {
  kind: "reward1",
  url: "",
  model: "",
  token: "",
  scale: "bt_logit",
  template: "chatml",
  templateStart: "",
  templateTurn: "",
  templateEnd: "",
  systemName: "",
  userName: "",
  assistantName: "",
  limits: limitValues(scoreServiceLimits.parse({})),
  wantsEmbedding: false,
  task: "classify",
  normalize: true,
  criterion: "",
  comparisonsPerAnswer: "",
  anchor: "",
};

/** What a judge is asked for, and with how much to compare, when nothing is entered. */
export const judgeDefaults = {
  criterion: openaiJudgeConfig.shape.criterion.parse(undefined),
  comparisonsPerAnswer: openaiJudgeConfig.shape.comparisonsPerAnswer.parse(undefined),
};

/** The fields of a configuration that is held. Its tokens stay on the server. */
export function listServerValues(config: ScoreServiceConfig): readonly ServerValues[] {
  if (config.kind === "local_encoder") return [{ ...blankServer, id: "0" }];
  const servers = config.kind === "ensemble" ? config.members : [config];
  return servers.map((server, place) => ({
    ...blankServer,
    id: String(place),
    kind: server.kind,
    url: server.url,
    limits: limitValues(server.limits),
    ...("model" in server ? { model: server.model ?? "" } : {}),
    ...("scale" in server ? { scale: server.scale } : {}),
    ...("template" in server ? templateValues(server.template) : {}),
    ...ownValues(server),
  }));
}

/** What only one kind has. */
function ownValues(server: ServerConfig): Partial<ServerValues> {
  switch (server.kind) {
    case "reward1":
      return { wantsEmbedding: server.wantsEmbedding };
    case "vllm_pooling":
      return { task: server.task };
    case "tei_embed":
      return { normalize: server.normalize };
    case "openai_judge": {
      const { criterion, comparisonsPerAnswer, anchor } = server;
      const isUsual = comparisonsPerAnswer === judgeDefaults.comparisonsPerAnswer;
      return {
        criterion: criterion === judgeDefaults.criterion ? "" : criterion,
        comparisonsPerAnswer: isUsual ? "" : String(comparisonsPerAnswer),
        anchor: anchor ?? "",
      };
    }
    default:
      return {};
  }
}

function templateValues(template: ChatTemplate | null): Partial<ServerValues> {
  if (template === null) return { template: "server" };
  if (template.kind === "named") return { template: template.name };
  const { start, turn, end, roles } = template;
  const entered = (role: keyof typeof roles) => (roles[role] === role ? "" : roles[role]);
  return {
    template: "custom",
    templateStart: start,
    templateTurn: turn,
    templateEnd: end,
    systemName: entered("system"),
    userName: entered("user"),
    assistantName: entered("assistant"),
  };
}

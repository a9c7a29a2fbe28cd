import type { useTranslations } from "use-intl/react";
import type { en } from "./messages/en/index.ts";

type Sentences = typeof en.faults.sentences;
type SentenceKey =
  | Exclude<keyof Sentences, "roleNeeded" | "attempts">
  | `roleNeeded.${keyof Sentences["roleNeeded"]}`;

/**
 * The sentences of the server, and of the schemas that it shares with forms, that an annotator may
 * meet, each with the message that says it in every language. The server speaks English only.
 */
const keys = new Map<string, SentenceKey>([
  ["The server could not be reached. Check the connection and try again.", "unreachable"],
  ["Signing in did not work. Please try again.", "signInFailed"],
  ["Something went wrong on our side. Nothing you did was lost.", "ourFault"],
  ["Something went wrong on our side. Please try again.", "ourFaultTryAgain"],
  ["Please sign in.", "pleaseSignIn"],
  ["This request came from another site.", "otherSite"],
  ["Too many attempts. Try again in a minute.", "attemptsMinute"],
  ["This e-mail address and password do not belong together.", "passwordWrong"],
  ["The current password is not right.", "currentPasswordWrong"],
  ["This account has been closed.", "accountClosed"],
  ["There is no such account.", "accountUnknown"],
  ["Another account has this e-mail address.", "emailTaken"],
  ["There is an account with this e-mail address. Sign in instead.", "accountExists"],
  ["The password must not be the e-mail address.", "passwordIsEmail"],
  ["This is your only way to sign in. Set a password first.", "onlyWayIn"],
  ["You need an invite to join.", "inviteNeeded"],
  ["There is no such invite. Check that the whole address was copied.", "inviteUnknown"],
  ["This invite has been used up. Ask whoever sent it for a new one.", "inviteUsedUp"],
  ["This invite has expired. Ask whoever sent it for a new one.", "inviteExpired"],
  ["This invite has been withdrawn. Ask whoever sent it if you still need it.", "inviteRevoked"],
  ["This sign-in link has been used already. Each one works once.", "linkUsed"],
  ["This sign-in link has expired.", "linkExpired"],
  ["There is no such sign-in link. Check that the whole address was copied.", "linkUnknown"],
  ["Enter a name.", "nameMissing"],
  ["Use at most 80 characters.", "nameTooLong"],
  ["Enter an e-mail address, such as ann@example.org.", "emailInvalid"],
  ["Use at least 10 characters.", "passwordTooShort"],
  ["Use at most 200 characters.", "passwordTooLong"],
  ["There is no such project, or you are not a member of it.", "projectUnknown"],
  ["There is no such version of the guidelines.", "guidelinesUnknown"],
  ["This pair was never assigned to you.", "neverAssigned"],
  ["This project does not take ties.", "noTies"],
  ["This project does not take “both bad”.", "noBothBad"],
  ["There is no such judgment of yours.", "judgmentUnknown"],
  ["This judgment has been changed or taken back since.", "judgmentGone"],
  ["This judgment has been changed since.", "judgmentChanged"],
  ["This judgment is part of a ranking.", "judgmentRanked"],
  ["This judgment is too old to be taken back; change it under My judgments.", "judgmentTooOld"],
  ["Pairs of this ranking have been settled since, so it stands.", "rankingSettled"],
  ["This ranking was never assigned to you.", "rankingNeverAssigned"],
  ["You have skipped this ranking.", "rankingSkipped"],
  ["Every response needs a place in the ranking.", "rankingIncomplete"],
  ["This project judges pairs. Load the page again.", "judgesPairs"],
  ["The scale of this project has changed since this pair was shown.", "scaleChanged"],
  ["This project asks for a rationale.", "rationaleMissing"],
  ["Say which of the responses are safe.", "safetyMissing"],
  ["The server refused this.", "refused"],
  ["The quiz has changed meanwhile. Load the page again.", "quizChanged"],
  ["Only a owner may do this.", "roleNeeded.owner"],
  ["Only a manager may do this.", "roleNeeded.manager"],
  ["Only a reviewer may do this.", "roleNeeded.reviewer"],
  ["Only a annotator may do this.", "roleNeeded.annotator"],
]);

/** The words of `faults.sentences`, whichever way a component came by them. */
export type SentenceTranslator = ReturnType<typeof useTranslations<"faults.sentences">>;

/** A sentence of the server in the reader's language; one that is not known stays as it is. */
export function translateSentence(translate: SentenceTranslator, sentence: string): string {
  const minutes = /^Too many attempts\. Try again in (\d+) minutes\.$/.exec(sentence)?.at(1);
  if (minutes !== undefined) return translate("attempts", { minutes: Number(minutes) });
  // What a schema refuses on the server comes with the name of the field in front.
  const key = keys.get(sentence) ?? keys.get(sentence.replace(/^\w+: /, ""));
  return key === undefined ? sentence : translate(key);
}

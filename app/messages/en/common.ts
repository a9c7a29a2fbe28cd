/** Words of components that many pages share. */
export const common = {
  dismiss: "Dismiss",
  cancel: "Cancel",
  copy: "Copy",
  copied: "Copied",
  tryAgain: "Try again",
  request: "Request {number}",
  loading: "Loading…",
  pages: "Pages",
  previous: "Previous",
  next: "Next",
  languageMenu: "Language: {name}",
  roles: {
    owner: "Owner",
    manager: "Manager",
    reviewer: "Reviewer",
    annotator: "Annotator",
  },
  rolesCan: {
    owner: "Can run the project, and decide who owns it.",
    manager: "Can import data, change settings, export, and invite people.",
    reviewer: "Can judge pairs and see how models compare.",
    annotator: "Can judge pairs of responses.",
  },
  roleChanged: {
    owner: "Role changed to owner.",
    manager: "Role changed to manager.",
    reviewer: "Role changed to reviewer.",
    annotator: "Role changed to annotator.",
  },
} as const;

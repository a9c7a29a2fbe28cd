import { handleAuthRequest } from "./handle-auth-request.ts";

export { handleAuthRequest as GET, handleAuthRequest as POST };

export default function SignInPage() {
  return <h1 className="font-display text-4xl">Sign in</h1>;
}

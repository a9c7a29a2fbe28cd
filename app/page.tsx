export default function HomePage() {
  return <h1 className="font-display text-4xl">Tiebreak</h1>;
}

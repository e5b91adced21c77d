// For the teacher: 45 minutes, questions, what to notice, what the model cannot say. And a handout, which gives no answer away.
import { page } from "./store";
import { eve, ties, whole, sys } from "./words";
import { go, yearOn } from "./story";

const at = (key: string, name: string, day: number): number => page.lesson!.curve(key, name)[day];

export function Teach() {
  const day = yearOn(), before = eve() - (eve() % page.every), h = page.hello!, back = page.lesson!.back.rows;
  const known = back.filter((r) => r.low !== null && r.high !== null && r.low > 0);
  return (
    <section class="paper" aria-labelledby="plan">
      <h2 id="plan">The plan</h2>
      <table>
        <thead><tr><th scope="col">Minutes</th><th scope="col">What happens</th></tr></thead>
        <tbody>
          <tr><th scope="row">0 to 5</th><td>What is made up here, and what is not: everybody is, and so are the numbers of their lives. Step 1 of the story on the projector.</td></tr>
          <tr><th scope="row">5 to 10</th><td>Step 2. Everybody guesses in silence and writes the guess on the handout. Then talk: why that number?</td></tr>
          <tr><th scope="row">10 to 25</th><td>In pairs, on a phone: the steps that follow. Each adds one rule and shows the same people without it. For each: who is quieter, and who lost a friend?</td></tr>
          <tr><th scope="row">25 to 32</th><td>Side by side: the guess beside the answer. Each pair chooses a safeguard, says what it expects, and looks.</td></tr>
          <tr><th scope="row">32 to 40</th><td>{page.lesson!.year ? "Live a year. Half of the class says what it thinks, half says nothing. Compare the last table." : "Choose a dot. Read why that score is what it is, and tell it to your neighbour in two sentences."}</td></tr>
          <tr><th scope="row">40 to 45</th><td>What can such a model not say? The list below; then the page with claims and sources.</td></tr>
        </tbody>
      </table>
      <h2>Questions</h2>
      <ol>
        <li>Who is quieter although nobody punished them?</li>
        <li>What does a friend’s score do to yours, and what would you do about it?</li>
        <li>Is somebody who has nothing to say the same as somebody who holds back? How would a government tell them apart?</li>
        <li>Which safeguard would you ask for first, and who would be against it?</li>
        <li>What does the other side say for such a system? What would you answer?</li>
      </ol>
      <h2>What to notice in this file</h2>
      <ul>
        <li>On day {day}, of {whole(at("with", "disagree", day))} in 1,000 who disagree, {whole(at("with", "say_so", day))} say so {sys().with} and {whole(at("none", "say_so", day))} {sys().without}.</li>
        <li>On day {before}, before it began, it was {whole(at("with", "say_so", before))} in both worlds: they are the same people, with the same luck.</li>
        <li>By day {day}, {ties(at("with", "cut", day))} were cut {sys().with}, and {whole(at("none", "cut", day))} {sys().without}.</li>
        {known.length ? <li>Of the speaking up that the system costs, “{known[0].label}” gives back most here: {whole(100 * known[0].share)}%, and over {page.lesson!.back.seeds} societies {whole(100 * known[0].low!)}% to {whole(100 * known[0].high!)}%. Safeguards whose ranges overlap cannot be put in an order.</li> : <li>Over {page.lesson!.back.seeds} societies no safeguard gives back a share whose range lies above zero: with so few, luck is as large. More of them: <code>sottovoce class --seeds 16</code>.</li>}
      </ul>
      <h2>What the model cannot say</h2>
      <ul>
        <li>What happens in any country, or will. It is {h.scenario.label}, in a model.</li>
        <li>How strongly people react. {h.values.filter((v) => v[4] === "A").length} of its values are assumed, each with a range.</li>
        <li>What one society shows may be its luck. Look at the ranges over {page.lesson!.back.seeds} societies, and take those as narrow too.</li>
        <li>Who anybody is. It holds no real person, and it has no use for one: please enter nobody’s name.</li>
      </ul>
      <p class="choices"><button type="button" class="primary" onClick={() => go("story")}>Begin the story</button><button type="button" onClick={() => go("handout")}>The handout</button></p>
    </section>
  );
}

const lines = (n: number): preact.ComponentChildren => Array.from({ length: n }, () => <p class="blank" aria-hidden="true" />);

export function Handout() {
  return (
    <section class="paper" aria-labelledby="sheet">
      <h2 id="sheet">Before you look</h2>
      <p>In a made-up society of 1,000 people, {whole(at("with", "disagree", eve()))} disagree with the government. {sys().begins ? `From day ${sys().begins} on there is ${sys().noun.replace("the ", "a ")}.` : ""} On day {yearOn()}, how many of them still say so? My guess: ________</p>
      <p>Why I think so:</p>{lines(2)}
      <h2>While you look</h2>
      <p>Write for three steps: which rule came in, and who was quieter with it than without.</p>{lines(3)}
      <p>One person (number ____): what made their score what it is?</p>{lines(2)}
      <h2>Afterwards</h2>
      <p>It was: ________ . The safeguard I would ask for, what it gives back, and how sure that is:</p>{lines(2)}
      <p>Something this model cannot tell me:</p>{lines(2)}
      <p class="choices"><button type="button" class="primary" onClick={() => print()}>Print this sheet</button></p>
    </section>
  );
}

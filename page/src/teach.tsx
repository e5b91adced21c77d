// For the teacher: 45 minutes, questions, what to notice, what the model cannot say. And a handout, which gives no answer away.
import { page } from "./store";
import { eve, hasScores, ties, whole, sys } from "./words";
import { go, yearOn } from "./story";
import { rich, said, t } from "./language";

const at = (key: string, name: string, day: number): number => page.lesson!.curve(key, name)[day];

export function Teach() {
  const day = yearOn(), before = eve() - (eve() % page.every), h = page.hello!, back = page.lesson!.back.rows;
  const known = back.filter((r) => r.low !== null && r.high !== null && r.low > 0);
  return (
    <section class="paper" aria-labelledby="plan">
      <h2 id="plan">{t`The plan`}</h2>
      <table>
        <thead><tr><th scope="col">{t`Minutes`}</th><th scope="col">{t`What happens`}</th></tr></thead>
        <tbody>
          <tr><th scope="row">{t`0 to 5`}</th><td>{t`What is made up here, and what is not: everybody is, and so are the numbers of their lives. Step 1 of the story on the projector.`}</td></tr>
          <tr><th scope="row">{t`5 to 10`}</th><td>{t`Step 2. Everybody guesses in silence and writes the guess on the handout. Then talk: why that number?`}</td></tr>
          <tr><th scope="row">{t`10 to 25`}</th><td>{t`In pairs, on a phone: the steps that follow. Each adds one rule and shows the same people without it. For each: who is quieter, and who lost a friend?`}</td></tr>
          <tr><th scope="row">{t`25 to 32`}</th><td>{t`Side by side: the guess beside the answer. Each pair chooses a safeguard, says what it expects, and looks.`}</td></tr>
          <tr><th scope="row">{t`32 to 40`}</th><td>{page.lesson!.year ? t`Live a year. Half of the class says what it thinks, half says nothing. Compare the last table.` : hasScores() ? t`Choose a dot. Read why that score is what it is, and tell it to your neighbour in two sentences.` : t`Choose a dot. Read what became of that person in both worlds, and tell it to your neighbour in two sentences.`}</td></tr>
          <tr><th scope="row">{t`40 to 45`}</th><td>{t`What can such a model not say? The list below; then the page with claims and sources.`}</td></tr>
        </tbody>
      </table>
      <h2>{t`Questions`}</h2>
      <ol>
        <li>{t`Who is quieter although nobody punished them?`}</li>
        {hasScores() ? <li>{t`What does a friend’s score do to yours, and what would you do about it?`}</li> : <li>{t`What does such a system do to what you say among friends?`}</li>}
        <li>{t`Is somebody who has nothing to say the same as somebody who holds back? How would a government tell them apart?`}</li>
        <li>{t`Which safeguard would you ask for first, and who would be against it?`}</li>
        <li>{t`What does the other side say for such a system? What would you answer?`}</li>
      </ol>
      <h2>{t`What to notice in this file`}</h2>
      <ul>
        <li>{rich`On day ${day}, of ${whole(at("with", "disagree", day))} in 1,000 who disagree, ${whole(at("with", "say_so", day))} say so ${sys().with} and ${whole(at("none", "say_so", day))} ${sys().without}.`}</li>
        <li>{rich`On day ${before}, before it began, it was ${whole(at("with", "say_so", before))} in both worlds: they are the same people, with the same luck.`}</li>
        <li>{rich`By day ${day}, ${ties(at("with", "cut", day))} were cut ${sys().with}, and ${whole(at("none", "cut", day))} ${sys().without}.`}</li>
        {known.length ? <li>{rich`Of the speaking up that the system costs, “${said(known[0].label)}” gives back most here: ${whole(100 * known[0].share)}%, and over ${page.lesson!.back.seeds} societies ${whole(100 * known[0].low!)}% to ${whole(100 * known[0].high!)}%. Safeguards whose ranges overlap cannot be put in an order.`}</li> : <li>{rich`Over ${page.lesson!.back.seeds} societies no safeguard gives back a share whose range lies above zero: with so few, luck is as large. More of them: ${<code>sottovoce class --seeds 16</code>}.`}</li>}
      </ul>
      <h2>{t`What the model cannot say`}</h2>
      <ul>
        <li>{rich`What happens in any country, or will. It is ${h.scenario.label}, in a model.`}</li>
        <li>{rich`How strongly people react. ${h.values.filter((v) => v[4] === "A").length} of its values are assumed, each with a range.`}</li>
        <li>{rich`What one society shows may be its luck. Look at the ranges over ${page.lesson!.back.seeds} societies, and take those as narrow too.`}</li>
        <li>{t`Who anybody is. It holds no real person, and it has no use for one: please enter nobody’s name.`}</li>
      </ul>
      <p class="choices"><button type="button" class="primary" onClick={() => go("story")}>{t`Begin the story`}</button><button type="button" onClick={() => go("handout")}>{t`The handout`}</button></p>
    </section>
  );
}

const lines = (n: number): preact.ComponentChildren => Array.from({ length: n }, () => <p class="blank" aria-hidden="true" />);

export function Handout() {
  return (
    <section class="paper" aria-labelledby="sheet">
      <h2 id="sheet">{t`Before you look`}</h2>
      <p>{rich`In a made-up society of 1,000 people, ${whole(at("with", "disagree", eve()))} disagree with the government. ${sys().begins ? t`From day ${sys().begins} on it is a society ${sys().with}.` : ""} On day ${yearOn()}, how many of them still say so? My guess: ________`}</p>
      <p>{t`Why I think so:`}</p>{lines(2)}
      <h2>{t`While you look`}</h2>
      <p>{t`Write for three steps: which rule came in, and who was quieter with it than without.`}</p>{lines(3)}
      <p>{hasScores() ? t`One person (number ____): what made their score what it is?` : t`One person (number ____): what became of them in the two worlds?`}</p>{lines(2)}
      <h2>{t`Afterwards`}</h2>
      <p>{t`It was: ________ . The safeguard I would ask for, what it gives back, and how sure that is:`}</p>{lines(2)}
      <p>{t`Something this model cannot tell me:`}</p>{lines(2)}
      <p class="choices"><button type="button" class="primary" onClick={() => print()}>{t`Print this sheet`}</button></p>
    </section>
  );
}

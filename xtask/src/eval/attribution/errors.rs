//! What was missed and what is too much: tables by class and by form of the cue, and examples.

use super::forms::Form;
use super::{Reading, shortened};
use crate::score::attribution::errors::{Class, Unpaired};
use crate::score::attribution::{Attribution, Compared, Span};

/// One side of the comparison.
struct Side<'a> {
    name: &'static str,
    own: fn(&'a Reading<'a>) -> &'a [Attribution],
    other: fn(&'a Reading<'a>) -> &'a [Attribution],
    unpaired: fn(&Compared) -> Vec<Unpaired>,
}

/// Prints both tables, and `examples` examples of each class.
pub(super) fn print<'a>(readings: &'a [Reading<'a>], compared: &[Compared], examples: usize) {
    let sides = [
        Side { name: "missed", own: |r| &r.gold, other: |r| &r.found, unpaired: Compared::missed },
        Side { name: "extra", own: |r| &r.found, other: |r| &r.gold, unpaired: Compared::extra },
    ];
    for side in &sides {
        let unpaired: Vec<(&Reading<'_>, Unpaired)> = readings
            .iter()
            .zip(compared)
            .flat_map(|(r, c)| (side.unpaired)(c).into_iter().map(move |one| (r, one)))
            .collect();
        table(side, readings, &unpaired);
        if examples > 0 {
            show(side, &unpaired, examples);
        }
    }
}

/// A row for each class, a column for each form of the cue; below, how many of each form have a partner.
fn table<'a>(side: &Side<'a>, readings: &'a [Reading<'a>], unpaired: &[(&'a Reading<'a>, Unpaired)]) {
    let counts = |forms: &[Form]| Form::ALL.map(|(form, _)| forms.iter().filter(|f| **f == form).count());
    let line = |name: &str, share: String, all: usize, counts: [usize; 6]| {
        let counts: String = counts.iter().map(|n| format!(" {n:>11}")).collect();
        println!("  {name:14} {all:>6} {share:>7}{counts}");
    };
    let names: String = Form::ALL.iter().map(|(_, name)| format!(" {name:>11}")).collect();
    println!("  {:14} {:>6} {:>7}{names}", side.name, "all", "share");
    let percent = |n: usize, of: usize| format!("{:.1} %", 100.0 * n as f64 / of.max(1) as f64);
    let mut lone = [0; 6];
    for class in Class::ALL {
        let of_class = unpaired.iter().filter(|(_, one)| one.class == class);
        let forms: Vec<Form> = of_class.map(|(r, one)| Form::of(r, &(side.own)(r)[one.own])).collect();
        let counts = counts(&forms);
        lone = std::array::from_fn(|n| lone[n] + counts[n]);
        line(class.name(), percent(forms.len(), unpaired.len()), forms.len(), counts);
    }
    let all: Vec<Form> =
        readings.iter().flat_map(|r| (side.own)(r).iter().map(move |a| Form::of(r, a))).collect();
    let by_form = counts(&all);
    line("of", percent(unpaired.len(), all.len()), all.len(), by_form);
    let shares: String =
        (0..6).map(|n| format!(" {:>11}", percent(by_form[n] - lone[n], by_form[n]))).collect();
    println!("  {:14} {:>6} {:>7}{shares}", "right", "", percent(all.len() - unpaired.len(), all.len()));
}

/// Prints examples of each class, spread evenly over the documents.
fn show<'a>(side: &Side<'a>, unpaired: &[(&'a Reading<'a>, Unpaired)], examples: usize) {
    for class in Class::ALL {
        let of_class: Vec<_> = unpaired.iter().filter(|(_, one)| one.class == class).collect();
        for n in spread(of_class.len(), examples) {
            let (reading, one) = of_class[n];
            println!("  {}, {}: {}", side.name, class.name(), reading.given.id);
            println!("    {}", written(reading, &(side.own)(reading)[one.own]));
            if let Some(other) = one.other {
                println!("    / {}", written(reading, &(side.other)(reading)[other]));
            }
        }
    }
}

/// At most so many of the numbers below `all`, at equal distances.
fn spread(all: usize, most: usize) -> impl Iterator<Item = usize> {
    let count = all.min(most);
    (0..count).map(move |n| (2 * n + 1) * all / (2 * count))
}

/// "source | cue | content", shortened.
fn written(reading: &Reading<'_>, attribution: &Attribution) -> String {
    let role = |spans: &[Span], most: usize| {
        let piece = |&(start, end): &Span| {
            reading.parts.text(reading.parts.bytes(crosswire_model::Span::new(start, end))).to_owned()
        };
        shortened(&spans.iter().map(piece).collect::<Vec<_>>().join(" ~ "), most)
    };
    let Attribution { source, cue, content } = attribution;
    format!("{} | {} | {}", role(source, 60), role(cue, 60), role(content, 160))
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn examples_are_spread_evenly() {
        assert_eq!(spread(100, 4).collect::<Vec<_>>(), [12, 37, 62, 87]);
        assert_eq!(spread(3, 9).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(spread(0, 9).count(), 0);
    }
}

//! Quantities against those marked by hand, as `score_quantities.py` beside NewsQuant counts them.

use super::treebank::F1;

/// A quantity as the benchmark writes it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Quantity {
    pub(crate) value: Value,
    /// Normalised name of the unit, or the counted noun phrase as lemmas; "-" is none.
    pub(crate) unit: Option<String>,
    /// `=` exactly, `~` about, `>` more than, `<` less than, `up`, `down`.
    pub(crate) change: Option<String>,
}

/// A number, or the two of a range in their order.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub(crate) enum Value {
    One(f64),
    Two([f64; 2]),
}

/// What must agree, by the row's name.
const ROWS: [(&str, bool, bool); 4] = [
    ("value", false, false),
    ("value+unit", true, false),
    ("value+change", false, true),
    ("value+unit+change", true, true),
];

/// What was counted over all sentences.
pub(crate) struct Score {
    pub(crate) gold: usize,
    pub(crate) found: usize,
    pub(crate) rows: Vec<(&'static str, F1)>,
}

/// Scores pairs of what was marked and what was found in a sentence.
pub(crate) fn score(sentences: &[(Vec<Quantity>, Vec<Quantity>)]) -> Score {
    let gold = sentences.iter().map(|(gold, _)| gold.len()).sum();
    let found = sentences.iter().map(|(_, found)| found.len()).sum();
    let row = |(name, unit, change): (&'static str, bool, bool)| {
        let hits: usize = sentences.iter().map(|(g, f)| matched(g, f, unit, change).0.len()).sum();
        (name, F1::new(hits, found, gold))
    };
    Score { gold, found, rows: ROWS.map(row).into() }
}

/// Indices of the quantities that agree, one to one: of the gold, and of what was found.
fn matched(gold: &[Quantity], found: &[Quantity], unit: bool, change: bool) -> (Vec<usize>, Vec<usize>) {
    let (mut hit, mut used) = (Vec::new(), Vec::new());
    for (i, g) in gold.iter().enumerate() {
        let free = (0..found.len()).find(|k| !used.contains(k) && agree(g, &found[*k], unit, change));
        if let Some(k) = free {
            hit.push(i);
            used.push(k);
        }
    }
    (hit, used)
}

/// What is missed in the gold and what is too much in what was found, where all parts must agree but the change.
pub(crate) fn faults<'a>(
    gold: &'a [Quantity],
    found: &'a [Quantity],
) -> (Vec<&'a Quantity>, Vec<&'a Quantity>) {
    let (hit, used) = matched(gold, found, true, false);
    let left = |all: &'a [Quantity], out: &[usize]| {
        all.iter().enumerate().filter(|(i, _)| !out.contains(i)).map(|(_, q)| q).collect()
    };
    (left(gold, &hit), left(found, &used))
}

fn agree(gold: &Quantity, found: &Quantity, unit: bool, change: bool) -> bool {
    let close = |a: f64, b: f64| (b - a).abs() <= 1e-8 + 1e-5 * a.abs();
    let value = match (gold.value, found.value) {
        (Value::One(a), Value::One(b)) => close(a, b),
        (Value::Two(a), Value::Two(b)) => close(a[0], b[0]) && close(a[1], b[1]),
        _ => false,
    };
    let same = |a: &Option<String>, b: &Option<String>| {
        let plain =
            |s: &Option<String>| s.as_deref().filter(|s| !s.is_empty()).unwrap_or("-").trim().to_lowercase();
        plain(a) == plain(b)
    };
    value && (!unit || same(&gold.unit, &found.unit)) && (!change || same(&gold.change, &found.change))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(value: Value, unit: &str, change: &str) -> Quantity {
        Quantity { value, unit: Some(unit.into()), change: Some(change.into()) }
    }

    fn f1(gold: &[Quantity], found: &[Quantity]) -> Vec<f64> {
        score(&[(gold.to_vec(), found.to_vec())]).rows.iter().map(|(_, f1)| f1.f1).collect()
    }

    #[test]
    fn parts_are_scored_apart_and_pairs_are_one_to_one() {
        let gold = [
            quantity(Value::One(19.0), "percentage", "~"),
            quantity(Value::Two([5.0, 7.0]), "year", "="),
            quantity(Value::One(19.0), "dollar", "="),
        ];
        let turned: Vec<_> = gold.iter().rev().cloned().collect();
        assert_eq!(f1(&gold, &turned), [1.0; 4]);
        let found = [
            quantity(Value::One(19.0), "Percentage", "="),
            quantity(Value::Two([5.0, 8.0]), "year", "="),
            quantity(Value::One(19.0), "euro", "="),
        ];
        let read = f1(&gold, &found);
        for (read, expect) in read.iter().zip([2.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0, 0.0]) {
            assert!((read - expect).abs() < 1e-9, "{read} {expect}");
        }
        let twice = score(&[(gold[..1].to_vec(), vec![gold[0].clone(), gold[0].clone()])]);
        assert!((twice.rows[0].1.precision - 0.5).abs() < 1e-9);
        assert!(f1(&gold[1..2], &[quantity(Value::One(5.0), "year", "=")])[0] < 1e-9);
    }
}

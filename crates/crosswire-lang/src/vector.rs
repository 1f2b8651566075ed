//! Vectors of passages: how alike two of them are in what they are about.
//!
//! A passage's vector is the sum of its words' vectors, each as long as the word tells much; `training/sentences.py` learned
//! them from a sentence transformer. Order and negation leave no trace: "the mate blamed the pilot" is as "the pilot blamed
//! the mate". Words that the model does not know count nothing.

use crate::network::{self, Table};

/// Numbers in a vector.
pub(crate) const WIDTH: usize = 128;

/// What a passage is about, as a direction: its length is one, or zero where no word is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector(Box<[f32; WIDTH]>);

impl Vector {
    /// The vector of words that are rows of a table.
    pub(crate) fn sum(table: &Table<'_>, rows: impl Iterator<Item = usize>) -> Vector {
        let mut sum = Box::new([0.0; WIDTH]);
        for row in rows {
            for (sum, number) in sum.iter_mut().zip(table.row(row)) {
                *sum += number;
            }
        }
        let length = network::sum(&sum.map(|v| v * v)).sqrt();
        if length > 0.0 {
            sum.iter_mut().for_each(|v| *v /= length);
        }
        Vector(sum)
    }

    /// The numbers, 128 of them.
    pub fn as_slice(&self) -> &[f32] {
        self.0.as_slice()
    }

    /// How alike two passages are, 0..1: the cosine of the angle between them, 0 where that is blunt or a passage has no
    /// word that is known. It is the same both ways, and 1 for the same words in any order.
    pub fn similarity(&self, other: &Vector) -> f32 {
        let mut products = [0.0; WIDTH];
        for (product, (a, b)) in products.iter_mut().zip(self.0.iter().zip(other.0.iter())) {
            *product = a * b;
        }
        network::sum(&products).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use crate::Model;

    fn similarity(a: &str, b: &str) -> f32 {
        let model = Model::builtin().expect("the model is sound");
        let vector = |text: &str| model.vector(text, &model.annotate(text).words);
        let (a, b) = (vector(a), vector(b));
        assert_eq!(a.similarity(&b), b.similarity(&a));
        a.similarity(&b)
    }

    #[test]
    fn passages_about_the_same_are_alike() {
        let arrest = "Police arrested the captain of the ferry on Monday.";
        assert!(similarity(arrest, arrest) > 0.999);
        let same = similarity(arrest, "The ferry's skipper was detained by officers.");
        let other = similarity(arrest, "Shares of the bank fell after its report.");
        assert!(same > other + 0.2, "{same} {other}");
    }

    #[test]
    fn nothing_is_like_nothing() {
        assert_eq!(similarity("", "The ferry sank."), 0.0);
        assert_eq!(similarity("Qxzzv Wqqk", "The ferry sank."), 0.0);
    }
}

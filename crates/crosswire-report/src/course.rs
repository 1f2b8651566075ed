//! The course of a count over the versions of an article: “two” → “at least five” → “seven”.

use crosswire_model::{Change, ChangeKind};

/// What one article said of one count, version by version.
pub(crate) struct Course<'a> {
    /// What is counted.
    pub(crate) counts: &'a str,
    /// The words for the number, oldest first.
    pub(crate) words: Vec<&'a str>,
}

/// The courses of the counts of one article; `changes` are its changes, oldest first.
pub(crate) fn courses<'a>(changes: &[&'a Change]) -> Vec<Course<'a>> {
    let mut courses: Vec<Course> = Vec::new();
    for change in changes.iter().filter(|change| change.kind == ChangeKind::Figure) {
        let (Some(before), Some(after)) = (&change.before, &change.after) else { continue };
        let counts = change.counts.as_deref().unwrap_or("count");
        let goes_on = |course: &&mut Course| {
            course.counts == counts && course.words.last() == Some(&before.text.as_str())
        };
        match courses.iter_mut().find(goes_on) {
            Some(course) => course.words.push(&after.text),
            None => courses.push(Course { counts, words: vec![&before.text, &after.text] }),
        }
    }
    courses
}

//! Event frames: kinds of event, what names them, and who takes what part; read from data files, so that anyone can add one.
//!
//! The parts follow frame semantics (Fillmore 1982; FrameNet) cut down to what an editor asks: who, whom, whence, by way of
//! what, whither, where, when. What no frame names falls into the general one, in which syntax alone tells the parts.

use crate::lexicon;
use crosswire_model::Role;
use std::collections::BTreeMap;

/// The frames that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frames {
    frames: BTreeMap<String, Frame>,
    /// For each verb its frame, and whether its subject undergoes the event.
    verbs: BTreeMap<String, (String, bool)>,
}

/// One kind of event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Frame {
    does: Vec<String>,
    undergoes: Vec<String>,
    /// Words that lead to a part, where the frame names its own.
    leads: BTreeMap<String, Role>,
    counts: Option<String>,
}

/// What was wrong with a file of frames.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct FrameError {
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong there, and what would be right.
    pub what: String,
}

impl Frames {
    /// The frames that come with the program.
    pub fn builtin() -> Frames {
        let mut frames = Frames::default();
        // A test holds that the file is sound.
        drop(frames.add(lexicon::FRAMES.text));
        frames
    }

    /// Adds the frames of a file; one of a name that is known takes the place of that one.
    ///
    /// # Errors
    /// Names the first line that is none of a frame's; nothing is added then.
    pub fn add(&mut self, text: &str) -> Result<(), FrameError> {
        let mut added: BTreeMap<String, Frame> = BTreeMap::new();
        let mut name: Option<String> = None;
        for (n, line) in text.lines().enumerate() {
            let line = line.trim();
            let wrong = |what: &str| FrameError { line: n + 1, what: what.to_owned() };
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(new) = line.strip_prefix("frame ") {
                name = Some(new.trim().to_owned());
                added.insert(new.trim().to_owned(), Frame::default());
                continue;
            }
            let frame = name.as_ref().and_then(|n| added.get_mut(n));
            let frame = frame.ok_or_else(|| wrong("a frame begins with `frame NAME`"))?;
            let (key, words) =
                line.split_once(':').ok_or_else(|| wrong("`does: verb, verb` is wanted here"))?;
            let words = words.split(',').map(|w| w.trim().to_lowercase()).filter(|w| !w.is_empty());
            match key.trim() {
                "does" => frame.does.extend(words),
                "undergoes" => frame.undergoes.extend(words),
                "counts" => frame.counts = words.into_iter().next(),
                key => {
                    let role = match key {
                        "from" => Role::From,
                        "to" => Role::To,
                        "via" => Role::Via,
                        "where" => Role::Where,
                        _ => return Err(wrong("known are does, undergoes, from, to, via, where, counts")),
                    };
                    frame.leads.extend(words.map(|w| (w, role)));
                }
            }
        }
        self.frames.extend(added);
        self.verbs.clear();
        for (name, frame) in &self.frames {
            for (verbs, undergoes) in [(&frame.does, false), (&frame.undergoes, true)] {
                for verb in verbs {
                    self.verbs.entry(verb.clone()).or_insert_with(|| (name.clone(), undergoes));
                }
            }
        }
        Ok(())
    }

    /// The frame of a verb, and whether its subject undergoes the event.
    pub(super) fn of(&self, verb: &str) -> Option<(&str, bool)> {
        self.verbs.get(verb).map(|(name, undergoes)| (name.as_str(), *undergoes))
    }

    /// The part to which a word leads: "from", "via".
    pub(super) fn lead(&self, frame: Option<&str>, word: &str) -> Option<Role> {
        let own = frame.and_then(|f| self.frames.get(f)).and_then(|f| f.leads.get(word).copied());
        own.or(match word {
            "from" => Some(Role::From),
            "to" | "into" | "toward" | "towards" => Some(Role::To),
            "via" | "through" => Some(Role::Via),
            "in" | "at" | "near" | "on" | "off" | "outside" => Some(Role::Where),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builtin_file_is_sound() {
        let mut frames = Frames::default();
        assert_eq!(frames.add(lexicon::FRAMES.text), Ok(()));
        assert_eq!(frames.of("deport"), Some(("removal", false)));
        assert_eq!(frames.of("die"), Some(("killing", true)));
    }

    #[test]
    fn a_file_adds_a_frame_or_names_its_wrong_line() {
        let mut frames = Frames::builtin();
        assert_eq!(frames.add("frame stranding\n  undergoes: beach, strand\n  where: along"), Ok(()));
        assert_eq!(frames.of("strand"), Some(("stranding", true)));
        assert_eq!(frames.lead(Some("stranding"), "along"), Some(Role::Where));
        assert_eq!(frames.add("does: sink").map_err(|e| e.line), Err(1));
        assert_eq!(frames.add("frame x\n  who: sink").map_err(|e| e.line), Err(2));
    }
}

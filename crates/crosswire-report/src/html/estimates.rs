//! Profiles: what each monitor's rule makes of a count, beneath the reports that it was made from.
//!
//! All are on the page; which is seen is chosen with plain radio buttons and the style sheet, so that it works without
//! scripts. The reports stay where they are.

use super::Page;
use crate::profiles::{Estimate, Profile, estimates};
use crate::words;
use crosswire_model::Ledger;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The estimates of every profile, by the id of their count.
pub(super) type ByCount<'a> = BTreeMap<&'a str, Vec<(&'static Profile, Estimate<'a>)>>;

pub(super) fn by_count(ledger: &Ledger) -> ByCount<'_> {
    let mut counts: ByCount = BTreeMap::new();
    for &profile in Profile::ALL {
        for estimate in estimates(ledger, profile) {
            counts.entry(estimate.id).or_default().push((profile, estimate));
        }
    }
    counts
}

/// The part of the style sheet that shows the estimates of the profile whose button is pressed.
pub(super) fn css() -> String {
    let shown = |p: &&Profile| {
        let name = p.name;
        format!("#p-{name}:checked ~ .{name}, #p-{name}:checked ~ .series .{name}")
    };
    let shown: Vec<String> = Profile::ALL.iter().map(shown).collect();
    format!("{} {{ display: block; }}\n", shown.join(",\n"))
}

impl Page<'_> {
    /// The control that chooses a profile. Its buttons stand before the counts and beside them, as the style sheet needs.
    pub(super) fn profiles(&self) -> Markup {
        let chosen = self.view.profile;
        html! {
            span.ask #ask-profile { "Counted by" }
            input #p-none type="radio" name="profile" aria-describedby="ask-profile" checked[chosen.is_none()];
            label for="p-none" { "no rule" }
            @for profile in Profile::ALL {
                input id={ "p-" (profile.name) } type="radio" name="profile" aria-describedby="ask-profile" checked[chosen == Some(*profile)];
                label for={ "p-" (profile.name) } { (profile.name) }
            }
            @for profile in Profile::ALL {
                p class={ "note estimate " (profile.name) } { (profile.rule) }
            }
        }
    }

    /// What each profile makes of a count; the style sheet shows the one that is chosen.
    pub(super) fn estimates(&self, id: &str) -> Markup {
        html! {
            @for (profile, estimate) in self.estimates.get(id).into_iter().flatten() {
                div class={ "estimate " (profile.name) } {
                    dl {
                        @for (field, number) in profile.fields.iter().zip(&estimate.numbers) {
                            div {
                                dt { (field) }
                                dd { @match number { Some(n) => (words::number(*n)), None => "open" } }
                            }
                        }
                    }
                    p {
                        @if let Some(text) = &estimate.text { q dir="auto" { (text) } " " }
                        (estimate.how)
                    }
                }
            }
        }
    }
}

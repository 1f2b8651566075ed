//! Two who decided on the same: both are shown, and whoever came second chooses.

use super::when;
use crate::guard::Who;
use crate::rulings::Fields;
use crosswire_model::Decision;
use crosswire_report::words;
use crosswire_store::{Kept, StoryId};
use maud::{Markup, html};

/// What the form says is in it once more, so that it can be sent with the knowledge of what others decided.
pub(crate) fn body(
    who: &Who,
    id: &StoryId,
    form: &Fields,
    since: &[Kept],
    revision: u64,
    own: &Decision,
) -> Markup {
    html! {
        section.desk-conflict {
            h1 #desk-dialog-title tabindex="-1" { "Somebody decided on the same" }
            p { "Nothing of yours was kept yet. Since your page was made:" }
            ul { @for kept in since {
                li {
                    strong { (kept.decision.by) } " decided " (words::one_line(&words::ruling(&kept.decision.ruling))) ", " (when(kept.decision.at))
                    @if let Some(why) = &kept.decision.why { ": “" (words::one_line(why)) "”" }
                }
            } }
            p { "You were about to decide " (words::one_line(&words::ruling(&own.ruling))) @if let Some(why) = &own.why { ": “" (words::one_line(why)) "”" } "." }
            form.desk-form method="post" action={ "/stories/" (id) "/decide" } data-decide {
                @for (name, value) in form.0.iter().filter(|(name, _)| name != "knows" && name != "form") {
                    input type="hidden" name=(name) value=(value);
                }
                (super::hidden(who))
                input type="hidden" name="knows" value=(revision);
                button.first { "Decide it all the same" }
                " " span.desk-note { "Where the two contradict each other, the later one holds: yours." }
            }
            p { a href={ "/stories/" (id) } data-reload { "Leave it as it is now" } }
        }
    }
}

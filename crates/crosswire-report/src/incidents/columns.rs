//! The columns of an incident, as each monitor publishes them.
//!
//! Every published column is there, in the published order, so that the row can be put below a monitor's own; the ones that
//! need a map, a register of actors or a judgement stay empty.

use super::event::{CHILDREN, CIVILIANS, Event, MEN, MILITANTS, POLICE, WOMEN};
use crate::profiles::Profile;
use crate::tables::{Cell, joined, word};
use crosswire_model::{Article, Number, Support};
use std::collections::BTreeSet;

/// The columns of a monitor, each with what reads its cell off an event.
pub(super) type Columns = &'static [(&'static str, fn(&Event) -> Cell)];

/// The columns that go with a rule; without one, those of this project.
pub(super) fn of(profile: Option<&Profile>) -> Columns {
    match profile.map(|p| p.name) {
        Some("acled") => ACLED,
        Some("airwars") => AIRWARS,
        Some("ucdp") => UCDP,
        Some("ccc") => CCC,
        _ => OWN,
    }
}

/// Lowest and highest of current reports: the rule of UCDP GED, which codes no contest as 0.
const OWN: Columns = &[
    ("event", |event| event.name.as_str().into()),
    ("date", |event| either(&event.date)),
    ("place", |event| either(&event.place)),
    ("actor", |event| either(&event.actor)),
    ("counted", |event| event.count(&event.name, &Profile::UCDP).map(|e| e.label).into()),
    ("counted_min", |event| event.number(&event.name, &Profile::UCDP, "low").into()),
    ("counted_max", |event| event.number(&event.name, &Profile::UCDP, "high").into()),
    ("killed_min", |event| event.number("killed", &Profile::UCDP, "low").into()),
    ("killed_max", |event| event.number("killed", &Profile::UCDP, "high").into()),
    ("injured_min", |event| event.number("injured", &Profile::UCDP, "low").into()),
    ("injured_max", |event| event.number("injured", &Profile::UCDP, "high").into()),
    ("children_killed_min", |event| event.part("killed", CHILDREN, &Profile::UCDP, "low").into()),
    ("children_killed_max", |event| event.part("killed", CHILDREN, &Profile::UCDP, "high").into()),
    ("women_killed_min", |event| event.part("killed", WOMEN, &Profile::UCDP, "low").into()),
    ("women_killed_max", |event| event.part("killed", WOMEN, &Profile::UCDP, "high").into()),
    ("civilians_killed_min", |event| event.part("killed", CIVILIANS, &Profile::UCDP, "low").into()),
    ("civilians_killed_max", |event| event.part("killed", CIVILIANS, &Profile::UCDP, "high").into()),
    ("victims", |event| joined(event.victims()).into()),
    ("sources", |event| joined(event.sources()).into()),
    ("grade", |event| word(event.grade.support)),
    ("grade_why", |event| event.grade.why.as_str().into()),
    ("claim", |event| event.view.claim_text(event.claim).into()),
    ("how", |event| how(event, &event.name, &Profile::UCDP)),
];

const ACLED: Columns = &[
    ("event_id_cnty", unknown),
    ("event_date", |event| day(event)),
    ("year", |event| year(event)),
    // 1 is the code for a day that is known.
    ("time_precision", |event| known_day(event, 1.0)),
    ("disorder_type", unknown),
    ("event_type", unknown),
    ("sub_event_type", unknown),
    ("actor1", |event| either(&event.actor)),
    ("assoc_actor_1", unknown),
    ("inter1", unknown),
    ("actor2", unknown),
    ("assoc_actor_2", unknown),
    ("inter2", unknown),
    ("interaction", unknown),
    ("civilian_targeting", unknown),
    ("iso", unknown),
    ("region", unknown),
    ("country", unknown),
    ("admin1", unknown),
    ("admin2", unknown),
    ("admin3", unknown),
    ("location", |event| either(&event.place)),
    ("latitude", unknown),
    ("longitude", unknown),
    ("geo_precision", unknown),
    ("source", |event| joined(outlets(event)).into()),
    ("source_scale", unknown),
    ("notes", |event| notes(event, &Profile::ACLED)),
    ("fatalities", |event| event.number("killed", &Profile::ACLED, "number").into()),
    ("tags", unknown),
    ("timestamp", unknown),
];

const AIRWARS: Columns = &[
    ("unique_reference_code", unknown),
    ("permalink", unknown),
    ("country", unknown),
    ("date", |event| day(event)),
    ("grading", |event| grading(event).into()),
    ("latitude", unknown),
    ("longitude", unknown),
    ("geolocation_accuracy", unknown),
    ("strike_status", unknown),
    ("civilian_harm_reported", unknown),
    ("civilians_killed_min", |event| event.part("killed", CIVILIANS, &Profile::AIRWARS, "min").into()),
    ("civilians_killed_max", |event| event.part("killed", CIVILIANS, &Profile::AIRWARS, "max").into()),
    ("children_killed_min", |event| event.part("killed", CHILDREN, &Profile::AIRWARS, "min").into()),
    ("children_killed_max", |event| event.part("killed", CHILDREN, &Profile::AIRWARS, "max").into()),
    ("women_killed_min", |event| event.part("killed", WOMEN, &Profile::AIRWARS, "min").into()),
    ("women_killed_max", |event| event.part("killed", WOMEN, &Profile::AIRWARS, "max").into()),
    ("men_killed_min", |event| event.part("killed", MEN, &Profile::AIRWARS, "min").into()),
    ("men_killed_max", |event| event.part("killed", MEN, &Profile::AIRWARS, "max").into()),
    ("civilians_injured_min", |event| event.part("injured", CIVILIANS, &Profile::AIRWARS, "min").into()),
    ("civilians_injured_max", |event| event.part("injured", CIVILIANS, &Profile::AIRWARS, "max").into()),
    ("militants_killed_min", |event| event.part("killed", MILITANTS, &Profile::AIRWARS, "min").into()),
    ("militants_killed_max", |event| event.part("killed", MILITANTS, &Profile::AIRWARS, "max").into()),
    ("civilian_deaths_conceded_min", unknown),
    ("civilian_deaths_conceded_max", unknown),
    ("civilian_injuries_conceded_min", unknown),
    ("civilian_injuries_conceded_max", unknown),
    ("num_victim_names", |event| Some(event.victims().len()).filter(|n| *n > 0).into()),
    ("belligerent_list", |event| either(&event.actor)),
    // Not of its data but of its pages.
    ("location", |event| either(&event.place)),
    ("victims", |event| joined(event.victims()).into()),
    ("sources", |event| joined(event.sources()).into()),
    ("grading_why", |event| event.grade.why.as_str().into()),
    ("notes", |event| notes(event, &Profile::AIRWARS)),
];

const UCDP: Columns = &[
    ("id", unknown),
    ("relid", unknown),
    ("year", |event| year(event)),
    ("active_year", unknown),
    ("code_status", unknown),
    ("type_of_violence", unknown),
    ("conflict_dset_id", unknown),
    ("conflict_new_id", unknown),
    ("conflict_name", unknown),
    ("dyad_dset_id", unknown),
    ("dyad_new_id", unknown),
    ("dyad_name", unknown),
    ("side_a_dset_id", unknown),
    ("side_a_new_id", unknown),
    ("side_a", unknown),
    ("side_b_dset_id", unknown),
    ("side_b_new_id", unknown),
    ("side_b", unknown),
    ("number_of_sources", |event| articles(event).len().into()),
    ("source_article", |event| {
        joined(articles(event).iter().zip(&event.view.names).map(|(a, name)| {
            let day = a.published.map_or(String::new(), |day| day.to_string());
            format!("{name},{day},{}", a.title.as_deref().unwrap_or_default())
        }))
        .into()
    }),
    ("source_office", |event| joined(outlets(event)).into()),
    ("source_date", |event| {
        joined(articles(event).iter().filter_map(|a| a.published).map(|d| d.to_string())).into()
    }),
    ("source_headline", |event| joined(articles(event).iter().filter_map(|a| a.title.as_deref())).into()),
    ("source_original", |event| joined(event.view.origin_names(event.claim)).into()),
    ("where_prec", unknown),
    ("where_coordinates", |event| either(&event.place)),
    ("where_description", unknown),
    ("adm_1", unknown),
    ("adm_2", unknown),
    ("latitude", unknown),
    ("longitude", unknown),
    ("geom_wkt", unknown),
    ("priogrid_gid", unknown),
    ("country", unknown),
    ("country_id", unknown),
    ("region", unknown),
    ("event_clarity", unknown),
    // 1 is the code for an event that is told as one, and for a day that is known.
    ("date_prec", |event| known_day(event, 1.0)),
    // From the first to the last of the days that are given.
    ("date_start", |event| event.date.iter().min().into()),
    ("date_end", |event| event.date.iter().max().into()),
    ("deaths_a", unknown),
    ("deaths_b", unknown),
    ("deaths_civilians", |event| event.part("killed", CIVILIANS, &Profile::UCDP, "best").into()),
    ("deaths_unknown", unknown),
    ("best", |event| event.number("killed", &Profile::UCDP, "best").into()),
    ("high", |event| event.number("killed", &Profile::UCDP, "high").into()),
    ("low", |event| event.number("killed", &Profile::UCDP, "low").into()),
    ("gwnoa", unknown),
    ("gwnob", unknown),
];

const CCC: Columns = &[
    ("date", |event| day(event)),
    ("locality", |event| either(&event.place)),
    ("state", unknown),
    ("location_detail", unknown),
    ("online", unknown),
    ("type", unknown),
    ("title", unknown),
    ("macroevent", unknown),
    ("actors", |event| either(&event.actor)),
    ("organizations", unknown),
    ("participants", unknown),
    ("claims", unknown),
    ("valence", unknown),
    ("issues", unknown),
    ("issues_major", unknown),
    ("size_text", |event| event.count("protesting", &Profile::CCC).and_then(|e| e.text).into()),
    ("size_low", |event| event.number("protesting", &Profile::CCC, "low").into()),
    ("size_high", |event| event.number("protesting", &Profile::CCC, "high").into()),
    ("size_mean", |event| event.number("protesting", &Profile::CCC, "mean").into()),
    ("size_cat", |event| event.number("protesting", &Profile::CCC, "mean").map(size_category).into()),
    ("arrests", |event| event.number("arrested", &Profile::CCC, "low").into()),
    ("arrests_any", |event| any(event.number("arrested", &Profile::CCC, "low"))),
    ("injuries_crowd", |event| event.number("injured", &Profile::CCC, "low").into()),
    ("injuries_crowd_any", |event| any(event.number("injured", &Profile::CCC, "low"))),
    ("injuries_police", |event| event.part("injured", POLICE, &Profile::CCC, "low").into()),
    ("injuries_police_any", |event| any(event.part("injured", POLICE, &Profile::CCC, "low"))),
    ("property_damage", unknown),
    ("property_damage_any", unknown),
    ("chemical_agents", unknown),
    ("participant_measures", unknown),
    ("police_measures", unknown),
    ("participant_deaths", |event| event.number("killed", &Profile::CCC, "low").into()),
    ("police_deaths", |event| event.part("killed", POLICE, &Profile::CCC, "low").into()),
    ("source_1", |event| source(event, 1)),
    ("source_2", |event| source(event, 2)),
    ("source_3", |event| source(event, 3)),
    ("source_4", |event| source(event, 4)),
    ("source_5", |event| source(event, 5)),
    ("source_6", |event| source(event, 6)),
    ("source_7", |event| source(event, 7)),
    ("source_8", |event| source(event, 8)),
    ("source_9", |event| source(event, 9)),
    ("source_10", |event| source(event, 10)),
    ("notes", |event| notes(event, &Profile::CCC)),
    ("lat", unknown),
    ("lon", unknown),
    ("resolved_locality", unknown),
    ("resolved_county", unknown),
    ("resolved_state", unknown),
];

/// What no ledger tells.
fn unknown(_: &Event) -> Cell {
    Cell::Empty
}

/// One of them, or the two that are given as often.
fn either(given: &[String]) -> Cell {
    given.join(" / ").into()
}

fn day(event: &Event) -> Cell {
    one_day(event).into()
}

/// The one day that is given; of two the notes tell.
fn one_day<'e>(event: &'e Event) -> Option<&'e str> {
    match event.date.as_slice() {
        [day] => Some(day),
        _ => None,
    }
}

fn year(event: &Event) -> Cell {
    one_day(event).and_then(|day| day.get(..4)?.parse::<f64>().ok()).into()
}

fn known_day(event: &Event, code: f64) -> Cell {
    one_day(event).map(|_| code).into()
}

/// The articles of the story.
fn articles<'e>(event: &'e Event) -> &'e [Article] {
    &event.view.ledger.articles
}

/// The outlets, each once.
fn outlets(event: &Event) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let outlets = articles(event).iter().filter_map(|a| a.outlet.as_deref());
    outlets.filter(|o| seen.insert(*o)).map(str::to_owned).collect()
}

/// What is said to have happened, on which of several days, and how the number came about.
fn notes(event: &Event, rule: &Profile) -> Cell {
    let mut notes = sentence(&event.claim.text);
    if event.date.len() > 1 {
        notes += &format!(" The day is given as {}.", event.date.join(" and as "));
    }
    if let Some(count) = event.count("killed", rule) {
        notes += &format!(" Killed: {}", count.how);
    }
    notes.into()
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', '”', '"']) { text.to_owned() } else { format!("{text}.") }
}

/// How a rule came to its numbers.
fn how(event: &Event, role: &str, rule: &Profile) -> Cell {
    event.count(role, rule).map(|e| e.how).into()
}

/// What Airwars would call it, as far as a ledger tells. "Confirmed" asks that whoever did it accepts it, and
/// "discounted" asks for a judgement: neither is suggested.
fn grading(event: &Event) -> &'static str {
    match event.grade.support {
        _ if event.grade.contested => "contested",
        Support::Corroborated => "fair",
        _ => "weak",
    }
}

/// 1 where some are reported, 0 where none are said to be; nothing where nobody says.
fn any(number: Option<Number>) -> Cell {
    number.map(|n| if n.get() >= 1.0 { 1.0 } else { 0.0 }).into()
}

/// The orders of magnitude of the data dictionary.
fn size_category(mean: Number) -> f64 {
    match mean.get() {
        n if n < 100.0 => 1.0,
        n if n < 1_000.0 => 2.0,
        n if n < 10_000.0 => 3.0,
        _ => 4.0,
    }
}

/// The source of this number, from 1: its address, else what the article is called.
fn source(event: &Event, number: usize) -> Cell {
    let article = articles(event).get(number - 1);
    article.map(|a| a.url.as_deref().unwrap_or(&event.view.names[number - 1]).to_owned()).into()
}

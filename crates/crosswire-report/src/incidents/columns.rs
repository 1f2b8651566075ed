//! The columns of an incident, as each monitor publishes them.
//!
//! Every published column is there, in the published order, so that the row can be put below a monitor's own; the ones that
//! need a map, a register of actors or a judgement stay empty.

use super::event::{CHILDREN, CIVILIANS, Event, MEN, MILITANTS, POLICE, WOMEN};
use crate::profiles::Profile;
use crate::tables::{Cell, joined, word};
use crosswire_model::{Number, Support};
use std::collections::BTreeSet;

/// The columns of a monitor and what stands in each.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    pub(super) names: &'static [&'static str],
    pub(super) cell: fn(&Event, &str) -> Cell,
}

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
const OWN: Columns = Columns {
    names: &[
        "event",
        "date",
        "place",
        "actor",
        "counted",
        "counted_min",
        "counted_max",
        "killed_min",
        "killed_max",
        "injured_min",
        "injured_max",
        "children_killed_min",
        "children_killed_max",
        "women_killed_min",
        "women_killed_max",
        "civilians_killed_min",
        "civilians_killed_max",
        "victims",
        "sources",
        "grade",
        "grade_why",
        "claim",
        "how",
    ],
    cell: |event, column| {
        let rule = &Profile::UCDP;
        let count = |role, end| event.number(role, rule, end).into();
        let part = |of, end| event.part("killed", of, rule, end).into();
        match column {
            "event" => event.name.as_str().into(),
            "date" => either(&event.date),
            "place" => either(&event.place),
            "actor" => either(&event.actor),
            "counted" => event.count(&event.name, rule).map(|e| e.label).into(),
            "counted_min" => count(&event.name, "low"),
            "counted_max" => count(&event.name, "high"),
            "killed_min" => count("killed", "low"),
            "killed_max" => count("killed", "high"),
            "injured_min" => count("injured", "low"),
            "injured_max" => count("injured", "high"),
            "children_killed_min" => part(CHILDREN, "low"),
            "children_killed_max" => part(CHILDREN, "high"),
            "women_killed_min" => part(WOMEN, "low"),
            "women_killed_max" => part(WOMEN, "high"),
            "civilians_killed_min" => part(CIVILIANS, "low"),
            "civilians_killed_max" => part(CIVILIANS, "high"),
            "victims" => joined(event.victims()).into(),
            "sources" => joined(event.sources()).into(),
            "grade" => word(event.grade.support),
            "grade_why" => event.grade.why.as_str().into(),
            "claim" => event.claim.title.as_str().into(),
            "how" => how(event, &event.name, rule),
            _ => Cell::Empty,
        }
    },
};

const ACLED: Columns = Columns {
    names: &[
        "event_id_cnty",
        "event_date",
        "year",
        "time_precision",
        "disorder_type",
        "event_type",
        "sub_event_type",
        "actor1",
        "assoc_actor_1",
        "inter1",
        "actor2",
        "assoc_actor_2",
        "inter2",
        "interaction",
        "civilian_targeting",
        "iso",
        "region",
        "country",
        "admin1",
        "admin2",
        "admin3",
        "location",
        "latitude",
        "longitude",
        "geo_precision",
        "source",
        "source_scale",
        "notes",
        "fatalities",
        "tags",
        "timestamp",
    ],
    cell: |event, column| match column {
        "event_date" => day(event),
        "year" => year(event),
        // 1 is the code for a day that is known.
        "time_precision" => known_day(event, 1.0),
        "actor1" => either(&event.actor),
        "location" => either(&event.place),
        "source" => joined(outlets(event)).into(),
        "notes" => notes(event, &Profile::ACLED),
        "fatalities" => event.number("killed", &Profile::ACLED, "number").into(),
        _ => Cell::Empty,
    },
};

const AIRWARS: Columns = Columns {
    names: &[
        "unique_reference_code",
        "permalink",
        "country",
        "date",
        "grading",
        "latitude",
        "longitude",
        "geolocation_accuracy",
        "strike_status",
        "civilian_harm_reported",
        "civilians_killed_min",
        "civilians_killed_max",
        "children_killed_min",
        "children_killed_max",
        "women_killed_min",
        "women_killed_max",
        "men_killed_min",
        "men_killed_max",
        "civilians_injured_min",
        "civilians_injured_max",
        "militants_killed_min",
        "militants_killed_max",
        "civilian_deaths_conceded_min",
        "civilian_deaths_conceded_max",
        "civilian_injuries_conceded_min",
        "civilian_injuries_conceded_max",
        "num_victim_names",
        "belligerent_list",
        // Not of its data but of its pages.
        "location",
        "victims",
        "sources",
        "grading_why",
        "notes",
    ],
    cell: |event, column| {
        let rule = &Profile::AIRWARS;
        let part = |of, end| event.part("killed", of, rule, end).into();
        match column {
            "date" => day(event),
            "grading" => grading(event).into(),
            "civilians_killed_min" => part(CIVILIANS, "min"),
            "civilians_killed_max" => part(CIVILIANS, "max"),
            "children_killed_min" => part(CHILDREN, "min"),
            "children_killed_max" => part(CHILDREN, "max"),
            "women_killed_min" => part(WOMEN, "min"),
            "women_killed_max" => part(WOMEN, "max"),
            "men_killed_min" => part(MEN, "min"),
            "men_killed_max" => part(MEN, "max"),
            "civilians_injured_min" => event.part("injured", CIVILIANS, rule, "min").into(),
            "civilians_injured_max" => event.part("injured", CIVILIANS, rule, "max").into(),
            "militants_killed_min" => part(MILITANTS, "min"),
            "militants_killed_max" => part(MILITANTS, "max"),
            "num_victim_names" => Some(event.victims().len()).filter(|n| *n > 0).into(),
            "belligerent_list" => either(&event.actor),
            "location" => either(&event.place),
            "victims" => joined(event.victims()).into(),
            "sources" => joined(event.sources()).into(),
            "grading_why" => event.grade.why.as_str().into(),
            "notes" => notes(event, rule),
            _ => Cell::Empty,
        }
    },
};

const UCDP: Columns = Columns {
    names: &[
        "id",
        "relid",
        "year",
        "active_year",
        "code_status",
        "type_of_violence",
        "conflict_dset_id",
        "conflict_new_id",
        "conflict_name",
        "dyad_dset_id",
        "dyad_new_id",
        "dyad_name",
        "side_a_dset_id",
        "side_a_new_id",
        "side_a",
        "side_b_dset_id",
        "side_b_new_id",
        "side_b",
        "number_of_sources",
        "source_article",
        "source_office",
        "source_date",
        "source_headline",
        "source_original",
        "where_prec",
        "where_coordinates",
        "where_description",
        "adm_1",
        "adm_2",
        "latitude",
        "longitude",
        "geom_wkt",
        "priogrid_gid",
        "country",
        "country_id",
        "region",
        "event_clarity",
        "date_prec",
        "date_start",
        "date_end",
        "deaths_a",
        "deaths_b",
        "deaths_civilians",
        "deaths_unknown",
        "best",
        "high",
        "low",
        "gwnoa",
        "gwnob",
    ],
    cell: |event, column| {
        let rule = &Profile::UCDP;
        let articles = &event.view.ledger.articles;
        match column {
            "year" => year(event),
            "number_of_sources" => articles.len().into(),
            "source_article" => joined(articles.iter().zip(&event.view.names).map(|(a, name)| {
                let day = a.published.map_or(String::new(), |day| day.to_string());
                format!("{name},{day},{}", a.title.as_deref().unwrap_or_default())
            }))
            .into(),
            "source_office" => joined(outlets(event)).into(),
            "source_date" => {
                joined(articles.iter().filter_map(|a| a.published).map(|d| d.to_string())).into()
            }
            "source_headline" => joined(articles.iter().filter_map(|a| a.title.as_deref())).into(),
            "source_original" => joined(event.view.origin_names(event.claim)).into(),
            "where_coordinates" => either(&event.place),
            // 1 is the code for an event that is told as one, and for a day that is known.
            "date_prec" => known_day(event, 1.0),
            // From the first to the last of the days that are given.
            "date_start" => event.date.iter().min().into(),
            "date_end" => event.date.iter().max().into(),
            "deaths_civilians" => event.part("killed", CIVILIANS, rule, "best").into(),
            "best" | "high" | "low" => event.number("killed", rule, column).into(),
            _ => Cell::Empty,
        }
    },
};

const CCC: Columns = Columns {
    names: &[
        "date",
        "locality",
        "state",
        "location_detail",
        "online",
        "type",
        "title",
        "macroevent",
        "actors",
        "organizations",
        "participants",
        "claims",
        "valence",
        "issues",
        "issues_major",
        "size_text",
        "size_low",
        "size_high",
        "size_mean",
        "size_cat",
        "arrests",
        "arrests_any",
        "injuries_crowd",
        "injuries_crowd_any",
        "injuries_police",
        "injuries_police_any",
        "property_damage",
        "property_damage_any",
        "chemical_agents",
        "participant_measures",
        "police_measures",
        "participant_deaths",
        "police_deaths",
        "source_1",
        "source_2",
        "source_3",
        "source_4",
        "source_5",
        "source_6",
        "source_7",
        "source_8",
        "source_9",
        "source_10",
        "notes",
        "lat",
        "lon",
        "resolved_locality",
        "resolved_county",
        "resolved_state",
    ],
    cell: |event, column| {
        let rule = &Profile::CCC;
        let size = |end| event.number("protesting", rule, end);
        let lowest = |role| event.number(role, rule, "low");
        match column {
            "date" => day(event),
            "locality" => either(&event.place),
            "actors" => either(&event.actor),
            "size_text" => event.count("protesting", rule).and_then(|e| e.text).into(),
            "size_low" => size("low").into(),
            "size_high" => size("high").into(),
            "size_mean" => size("mean").into(),
            "size_cat" => size("mean").map(size_category).into(),
            "arrests" => lowest("arrested").into(),
            "arrests_any" => any(lowest("arrested")),
            "injuries_crowd" => lowest("injured").into(),
            "injuries_crowd_any" => any(lowest("injured")),
            "injuries_police" => event.part("injured", POLICE, rule, "low").into(),
            "injuries_police_any" => any(event.part("injured", POLICE, rule, "low")),
            "participant_deaths" => lowest("killed").into(),
            "police_deaths" => event.part("killed", POLICE, rule, "low").into(),
            "notes" => notes(event, rule),
            _ => source(event, column),
        }
    },
};

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

/// The outlets, each once.
fn outlets(event: &Event) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let outlets = event.view.ledger.articles.iter().filter_map(|a| a.outlet.as_deref());
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

/// `source_1` and so on: an address, else what the article is called.
fn source(event: &Event, column: &str) -> Cell {
    let nth = column.strip_prefix("source_").and_then(|n| n.parse::<usize>().ok());
    let Some(nth) = nth.and_then(|n| n.checked_sub(1)) else { return Cell::Empty };
    let article = event.view.ledger.articles.get(nth);
    article.map(|a| a.url.as_deref().unwrap_or(&event.view.names[nth]).to_owned()).into()
}

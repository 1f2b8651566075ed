//! Figures: a dot for the number as written, a whisker for what its words allow, one row each, on one scale per series.

use super::{LIST_ROWS, Page, more, short};
use crate::words;
use crosswire_model::{Figure, Number, Qualifier, Series};
use maud::{Markup, html};

/// Width and height of a strip of the plot, in the units of its view box.
const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 26.0;
/// Room at both ends of a strip for arrows and the numbers of the scale.
const MARGIN: f64 = 26.0;

/// Reports of a count before the fold.
const OPEN: usize = 5;

/// Turns numbers into places on a strip.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// A scale that holds every number that the figures name.
    fn new(figures: &[&Figure]) -> Self {
        let numbers = figures.iter().flat_map(|f| [Some(f.value), f.low, f.high]).flatten().map(|n| n.get());
        let (low, high) = numbers.fold((f64::MAX, f64::MIN), |(low, high), n| (low.min(n), high.max(n)));
        if low > high {
            Scale { low: 0.0, high: 1.0 }
        } else if low == high {
            // One number alone stands in the middle.
            let room = (low.abs() * 0.1).max(1.0);
            Scale { low: low - room, high: high + room }
        } else {
            Scale { low, high }
        }
    }

    fn x(&self, number: f64) -> f64 {
        // Halved first: the difference of two large numbers may not be finite.
        let share = (number / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0);
        let x = MARGIN + share.clamp(0.0, 1.0) * (WIDTH - 2.0 * MARGIN);
        (x * 10.0).round() / 10.0
    }

    /// Round numbers to draw lines at, three to six of them.
    fn ticks(&self) -> Vec<f64> {
        let span = self.high - self.low;
        let magnitude = 10f64.powf((span / 4.0).log10().floor());
        let steps = [1.0, 2.0, 5.0, 10.0].map(|m| m * magnitude);
        let step = steps.into_iter().find(|step| span / step <= 4.5).unwrap_or(span);
        if !span.is_finite() || !step.is_finite() || step <= 0.0 {
            return vec![self.low, self.high];
        }
        let first = (self.low / step).ceil();
        (0..6).map(|i| (first + f64::from(i)) * step).take_while(|tick| *tick <= self.high).collect()
    }
}

/// What the signs mean.
pub(super) fn legend() -> Markup {
    html! {
        ul.legend aria-hidden="true" {
            @for (qualifier, label) in [
                (Qualifier::Exact, "exact"),
                (Qualifier::About, "about"),
                (Qualifier::AtLeast, "at least, above"),
                (Qualifier::AtMost, "at most, below"),
                (Qualifier::Additional, "additional"),
                (Qualifier::Between, "between"),
            ] {
                li {
                    svg viewBox="8 0 32 26" width="32" height="26" { (glyph(qualifier, 24.0, (12.0, 36.0))) }
                    (label)
                }
            }
        }
    }
}

/// The sign of a figure at `x`, with a whisker or an arrow as far as `reach`.
fn glyph(qualifier: Qualifier, x: f64, reach: (f64, f64)) -> Markup {
    let y = HEIGHT / 2.0;
    let (left, right) = reach;
    html! {
        @match qualifier {
            Qualifier::Exact => circle.dot cx=(x) cy=(y) r="5" {},
            Qualifier::About => {
                line.whisker.soft x1=(left) x2=(right) y1=(y) y2=(y) {}
                circle.ring cx=(x) cy=(y) r="5" {}
            },
            Qualifier::AtLeast | Qualifier::Above => {
                line.whisker x1=(x) x2=(right) y1=(y) y2=(y) {}
                path.arrow d={ "M" (right - 5.0) " " (y - 4.0) "l5 4l-5 4" } {}
                circle.dot[qualifier == Qualifier::AtLeast].ring[qualifier == Qualifier::Above] cx=(x) cy=(y) r="5" {}
            },
            Qualifier::AtMost | Qualifier::Below => {
                line.whisker x1=(left) x2=(x) y1=(y) y2=(y) {}
                path.arrow d={ "M" (left + 5.0) " " (y - 4.0) "l-5 4l5 4" } {}
                circle.dot[qualifier == Qualifier::AtMost].ring[qualifier == Qualifier::Below] cx=(x) cy=(y) r="5" {}
            },
            Qualifier::Additional => {
                circle.ring cx=(x) cy=(y) r="7" {}
                path.plus d={ "M" (x - 3.5) " " (y) "h7M" (x) " " (y - 3.5) "v7" } {}
            },
            Qualifier::Between => {
                line.whisker x1=(left) x2=(right) y1=(y) y2=(y) {}
                path.arrow d={ "M" (left) " " (y - 5.0) "v10M" (right) " " (y - 5.0) "v10" } {}
            },
        }
    }
}

impl Page<'_> {
    pub(super) fn series(&self, series: &Series) -> Markup {
        let figures: Vec<&Figure> = self.view.figures(series).collect();
        let shown = &figures[..figures.len().min(LIST_ROWS / 5)];
        let scale = Scale::new(shown);
        let relation = words::agreement(series.relation);
        let tags = self.tags(
            figures.iter().map(|f| &f.article),
            figures.iter().filter_map(|f| f.statement.as_ref()),
            None,
        );
        let rows = |figures: &[&Figure]| html! { @for figure in figures { (self.figure(figure, &scale)) } };
        let (open, rest) = shown.split_at(shown.len().min(OPEN));
        html! {
            div.series data-k="figure" data-a=(tags.articles()) data-o=(tags.sources()) {
                h3 {
                    span class={ "badge " (relation) } {
                        span.sign aria-hidden="true" { (words::agreement_sign(series.relation)) } " " (relation)
                    }
                    " " bdi { (words::one_line(&series.label)) }
                    @if let Some(range) = words::range(series.low, series.high) { " " span.range { (range) } }
                }
                @if !series.why.trim().is_empty() { p.why { (words::one_line(&series.why)) } }
                table.plot {
                    caption.quiet { "Reported numbers: " (words::one_line(&series.label)) }
                    thead {
                        tr {
                            th scope="col" { "As reported" }
                            th.strip scope="col" { (self.axis(&scale)) }
                            th scope="col" { "On whose word" }
                        }
                    }
                    tbody { (rows(open)) }
                }
                @if !rest.is_empty() {
                    details.fold {
                        summary { "Show " (words::count(rest.len(), "more report", "more reports")) }
                        table.plot { caption.quiet { "More reported numbers: " (words::one_line(&series.label)) } tbody { (rows(rest)) } }
                    }
                }
                (more(figures.len(), shown.len(), "figures"))
                (self.estimates(&series.id.0))
            }
        }
    }

    fn axis(&self, scale: &Scale) -> Markup {
        html! {
            span.quiet { "Number" }
            svg viewBox={ "0 0 " (WIDTH) " 16" } aria-hidden="true" {
                @for tick in scale.ticks() {
                    text.tick x=(scale.x(tick)) y="12" text-anchor="middle" {
                        (Number::new(tick).map(words::number).unwrap_or_default())
                    }
                }
            }
        }
    }

    fn figure(&self, figure: &Figure, scale: &Scale) -> Markup {
        let value = words::number(figure.value);
        let said = format!("{} {value}", figure.qualifier.as_str());
        let said =
            match words::range(figure.low, figure.high).filter(|range| *range != said && *range != value) {
                Some(range) if figure.qualifier == Qualifier::Between => range,
                Some(range) => format!("{said}, {range}"),
                None => said,
            };
        let x = scale.x(figure.value.get());
        // Words that name no bound reach to the edge of the strip.
        let reach = (
            figure.low.map_or(MARGIN / 3.0, |n| scale.x(n.get())),
            figure.high.map_or(WIDTH - MARGIN / 3.0, |n| scale.x(n.get())),
        );
        let reach = match (figure.qualifier, figure.low, figure.high) {
            (Qualifier::About, None, None) => (x - 14.0, x + 14.0),
            _ => reach,
        };
        html! {
            tr {
                th scope="row" {
                    q dir="auto" { (self.open(&figure.article, figure.span, words::clip(&words::one_line(&figure.text), 120))) }
                }
                td.strip {
                    span.quiet { (said) }
                    svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } aria-hidden="true" {
                        title { (said) }
                        @for tick in scale.ticks() { line.grid x1=(scale.x(tick)) x2=(scale.x(tick)) y1="-12" y2=(HEIGHT + 12.0) {} }
                        (glyph(figure.qualifier, x, reach))
                    }
                }
                td {
                    (self.named(&figure.article))
                    span.by {
                        (short(&self.view.speaker(figure.statement.as_ref()).to_words(), 90))
                        @if let Some(when) = &figure.as_of { ", as of " (words::one_line(when)) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(low: f64, high: f64, ticks: &[f64]) {
        assert_eq!(Scale { low, high }.ticks(), ticks);
    }

    #[test]
    fn ticks_are_round() {
        check(60.0, 84.0, &[60.0, 70.0, 80.0]);
        check(0.0, 1000.0, &[0.0, 500.0, 1000.0]);
        check(114.0, 120.0, &[114.0, 116.0, 118.0, 120.0]);
        // Too far apart for a difference: the ends alone.
        check(f64::MIN, f64::MAX, &[f64::MIN, f64::MAX]);
    }

    #[test]
    fn every_number_has_a_place() {
        for (low, high) in [(f64::MIN, f64::MAX), (0.0, 1e-300), (-5.0, 5.0)] {
            let scale = Scale { low, high };
            for number in [low, high, 0.0, f64::MAX, f64::MIN] {
                assert!((0.0..=WIDTH).contains(&scale.x(number)), "{number} in {low}..{high}");
            }
        }
    }
}
